import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, vi } from 'vitest';
import { environment } from '../test/fixtures/gateway.js';
import { readLog } from '../test/fixtures/log.js';
import { callLine, initialize, initialized } from '../test/fixtures/scene.js';
import { openWire } from '../test/fixtures/wire.js';
import { Door } from './fixtures/door.js';
import { faultTest } from './fixtures/needs.js';
import { gone, isCalm, processesNaming, runs } from './fixtures/process.js';

faultTest(
  'R1: input ends inside of a line: the rest is refused and on record, what was open is answered, exit 0',
  [],
  async () => {
    const door = await new Door().open();
    door.call('open', 'slow', { ms: 500 });
    await vi.waitUntil(() => door.executed().includes('open'), { timeout: 5000 });
    door.wire.write(callLine('cut', 'echo').slice(0, -3));
    door.wire.child.stdin?.end();
    expect((await door.wire.answer('open')).message.result).toBeDefined();
    expect((await door.wire.answer(null)).message.error.code).toBe(-32600);
    expect(door.records('refused')).toMatchObject([{ reason: 'line_without_end' }]);
    await door.finish();
  },
);

faultTest('R1: 1,000 calls and the end of input in one write: all answered, exit 0', [], async () => {
  const door = await new Door().open();
  door.wire.write(Array.from({ length: 1000 }, (_, n) => `${callLine(n, 'echo', `{"n":"c${n}"}`)}\n`).join(''));
  door.wire.child.stdin?.end();
  expect(await door.wire.ended).toEqual({ code: 0, signal: null });
  for (let n = 0; n < 1000; n++) expect((await door.wire.answer(n)).message.result).toBeDefined();
  await door.finish();
});

faultTest('R1: input that ends before a byte came: exit 0, nobody is left', [], async () => {
  const door = await new Door().open({ handshake: false });
  await door.finish();
  expect(processesNaming(door.folder)).toEqual([]);
});

faultTest('R1: the client is killed: gateway and server are gone', [], async () => {
  const door = new Door();
  const { command, args } = door.program();
  writeFileSync(
    door.at('client.mjs'),
    "import { spawn } from 'node:child_process';\nconst [, , command, ...args] = process.argv;\nspawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] }).stdin.write(process.env.LINE);\nsetInterval(() => {}, 1000);\n",
  );
  const env = environment({ LINE: `${initialize}\n` });
  const client = spawn(process.execPath, [door.at('client.mjs'), command, ...args], { env, stdio: 'ignore' });
  await vi.waitUntil(() => processesNaming(door.at('pid')).length === 3, { timeout: 20_000 });
  await vi.waitUntil(() => door.records('session').length === 1, { timeout: 20_000 });
  client.kill('SIGKILL');
  await vi.waitUntil(() => processesNaming(door.folder).length === 0, { timeout: 7000 }); // 5 s promised
  expect(door.records().at(-1)?.kind).toBe('stop');
  await door.verify();
});

faultTest('R2: SIGTERM before the first message: exit 0, nobody is left', [], async () => {
  const door = await new Door().open({ handshake: false });
  await vi.waitUntil(() => door.wire.stderr().includes('every call is recorded'), { timeout: 20_000 });
  await vi.waitUntil(() => processesNaming(door.at('pid')).length >= 2, { timeout: 20_000 });
  door.wire.child.kill('SIGTERM');
  expect(await door.wire.ended).toEqual({ code: 0, signal: null });
  expect(processesNaming(door.folder)).toEqual([]);
  await door.verify();
});

faultTest(
  'R2: SIGTERM while a call hangs and the client reads nothing: gone in time, the call is on record',
  [],
  async () => {
    const door = await new Door().open({ mill: ['--deaf'] });
    const { serverPid } = door;
    door.call('hangs', 'never');
    await vi.waitUntil(() => door.executed().includes('hangs'), { timeout: 5000 });
    door.wire.child.stdout?.pause();
    door.wire.child.kill('SIGTERM');
    await gone(door.pid, 8000); // 5 s promised
    await gone(serverPid, 2000);
    door.wire.child.stdout?.resume();
    await door.wire.ended;
    expect(door.records('outcome').at(-1)?.result?.status).toBe('upstream_gone');
    await door.verify();
  },
);

/** Ways in which one start and stop may go. */
const stops: readonly ((child: ChildProcess) => void)[] = [
  (child) => child.stdin?.end(),
  (child) => child.kill('SIGTERM'),
  (child) => child.kill('SIGKILL'),
  (child) => child.stdout?.destroy(),
];

faultTest(
  'R4: 100 times started and stopped: no process, no socket, no file in the temporary folder, every log verifies',
  [],
  async () => {
    const door = new Door();
    const programs = [0, 1, 2, 3].map((n) =>
      door.program({ audit: door.at(`audit-${n}.jsonl`), flags: ['--durability', 'os'] }),
    );
    async function cycle(n: number): Promise<void> {
      const { command, args } = programs[n % 4] ?? door.program(); // each log is opened again and again
      const child = spawn(command, args, { env: environment({ TMPDIR: door.at('tmp') }), cwd: door.folder });
      const exited = new Promise<void>((resolve) => child.on('exit', () => resolve()));
      child.stdin.on('error', () => undefined);
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr += text;
      });
      child.stdin.write(`${initialize}\n${initialized}\n${callLine('c', 'echo', `{"n":"c${n}"}`)}\n`);
      await new Promise<void>((resolve, reject) => {
        let text = '';
        child.stdout.on('data', (chunk: Buffer) => {
          text += chunk.toString('utf8');
          if (text.includes('"id":"c"')) resolve();
        });
        child.on('exit', (code) => reject(new Error(`ended early with ${code}: ${stderr}`)));
      });
      const turn = Math.floor(n / 4) % stops.length;
      stops[turn]?.(child);
      if (turn === 3) child.stdin.write(`${callLine('d', 'echo')}\n`); // its answer meets the closed pipe
      await exited;
      child.stdout.destroy();
    }
    const lane = async (first: number): Promise<void> => {
      for (let n = first; n < 100; n += 4) await cycle(n);
    };
    await Promise.all([0, 1, 2, 3].map(lane));
    expect(new Set(door.executed().filter((n) => n !== '?echo')).size).toBe(100);
    await vi.waitUntil(() => processesNaming(door.folder).length === 0, { timeout: 5000 }); // those behind a killed gateway
    expect(readdirSync(door.at('tmp'))).toEqual([]);
    const logs = [0, 1, 2, 3].map((n) => `audit-${n}.jsonl`);
    expect(readdirSync(door.folder).sort()).toEqual([...logs, 'executed', 'pid', 'policy.yaml', 'tmp']);
    for (const log of logs) {
      door.audit = door.at(log);
      await door.verify();
      expect(readLog(door.audit).filter(({ kind }) => kind === 'start')).toHaveLength(25);
    }
  },
);

faultTest('R5: the client closes our stdout: `gateway | head -c 200` ends, without a trace', [], async () => {
  const door = new Door();
  const { command, args } = door.program();
  const quoted = [command, ...args].map((word) => `'${word}'`).join(' ');
  const shell = spawn('sh', ['-c', `{ ${quoted}; echo "code $?" >&2; } | head -c 200`], { env: environment() });
  let stderr = '';
  shell.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  shell.stdout.resume();
  shell.stdin.on('error', () => undefined);
  const closed = new Promise((resolve) => shell.on('close', resolve));
  shell.stdin.write(`${initialize}\n${initialized}\n`);
  const calls = setInterval(() => shell.stdin.write(`${callLine('c', 'echo', '{"n":"c"}')}\n`), 20);
  await closed; // stdin stays open: it is the closed stdout that ends it
  clearInterval(calls);
  expect(stderr).toContain('code 1');
  expect(stderr).not.toMatch(/\n\s+at |EPIPE|internal error/);
  await vi.waitUntil(() => processesNaming(door.folder).length === 0, { timeout: 7000 });
  expect(door.records().at(-1)).toMatchObject({ kind: 'stop', reason: 'fault' });
  await door.verify();
});

faultTest(
  'R5: stdout closed while nothing is sent: the gateway is calm, and ends with the next answer',
  [],
  async () => {
    const door = await new Door().open();
    door.wire.child.stdout?.destroy();
    await isCalm(door.pid);
    door.call('last');
    await vi.waitUntil(() => !runs(door.pid), { timeout: 8000 }); // 5 s promised
    await gone(door.serverPid, 2000);
    expect(door.wire.stderr()).not.toMatch(/\n\s+at |EPIPE|internal error/);
    expect(door.records('outcome').at(-1)?.result?.status).toBe('ok');
    await door.verify();
  },
);

faultTest('R5: our stderr closed: calls go on', [], async () => {
  const door = await new Door().open();
  door.wire.child.stderr?.destroy();
  door.call('err', 'stderr', { bytes: 1_000_000, line: true });
  await door.wire.answer('err');
  for (let n = 0; n < 20; n++) await door.honest();
  await door.finish();
});

faultTest('R5: our stderr closed before we say anything: calls go on', [], async () => {
  const door = new Door();
  const { command, args } = door.program();
  const quoted = [command, ...args].map((word) => `'${word}'`).join(' ');
  // Its reader is gone before the gateway starts: every write to it fails.
  const script = `exec 3>&1; { sleep 0.3; ${quoted} 2>&1 >&3; echo $? > code; } | true`;
  const env = { OSTIARY_TYPO: 'which is warned of first of all' };
  const wire = openWire({ command: 'sh', args: ['-c', script] }, { cwd: door.folder, env });
  wire.send(initialize);
  await wire.answer('hello', 30_000);
  wire.send(initialized);
  wire.send(callLine('c', 'echo', '{"n":"c"}'));
  expect((await wire.answer('c')).message.result).toBeDefined();
  wire.child.stdin?.end();
  await wire.ended;
  expect(wire.noise).toEqual([]);
  expect(readFileSync(door.at('code'), 'utf8')).toBe('0\n');
  await door.verify();
});
