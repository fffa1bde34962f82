import { readFileSync } from 'node:fs';
import { expect, vi } from 'vitest';
import { node } from '../test/fixtures/gateway.js';
import { Door } from './fixtures/door.js';
import { faultTest } from './fixtures/needs.js';
import { gone, isCalm, processesNaming, runs, zombiesOf } from './fixtures/process.js';

interface Exit {
  readonly half?: boolean;
  readonly signal?: string;
  readonly code?: number;
}

const exits: readonly [string, Exit][] = [
  ['with code 3', {}],
  ['with code 0', { code: 0 }],
  ['after half a line', { half: true }],
  ['by SIGKILL', { signal: 'SIGKILL' }],
  ['by SIGKILL after half a line', { signal: 'SIGKILL', half: true }],
  ['by SIGSEGV', { signal: 'SIGSEGV' }],
];

for (const [how, args] of exits) {
  faultTest(`R8: the server ends ${how} during 100 calls: 100 errors, on record, then exit 1`, [], async () => {
    const door = await new Door().open();
    for (let n = 0; n < 100; n++) door.call(`c${n}`, 'never');
    await vi.waitUntil(() => door.executed().includes('c99'), { timeout: 10_000 });
    door.call('die', 'die', { ...args });
    // 1 s is promised; the rest is for a busy machine.
    const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => door.wire.answer(`c${n}`, 5000)));
    for (const { message } of [...answers, await door.wire.answer('die')]) {
      expect(message.error).toMatchObject({ code: -32016, data: { code: 'OSTIARY_UPSTREAM_GONE' } });
    }
    expect(await door.wire.ended).toEqual({ code: 1, signal: null });
    door.quiet();
    expect(door.wire.stderr()).toContain(node); // it names the command
    const statuses = door.records('outcome').map(({ result }) => result?.status);
    expect(statuses.filter((status) => status === 'upstream_gone')).toHaveLength(101);
    expect(door.records().at(-1)).toMatchObject({ kind: 'stop', reason: 'upstream_gone' });
    await door.verify();
    await gone(door.serverPid, 2000);
  });
}

faultTest('R8: what comes after the server is gone is answered too, and nothing is started again', [], async () => {
  const door = await new Door().open();
  const { serverPid } = door;
  process.kill(serverPid, 'SIGKILL');
  for (let n = 0; n < 50; n++) door.call(`late ${n}`);
  const ended = await door.wire.ended;
  expect(ended).toEqual({ code: 1, signal: null });
  // Each was answered with the error, or was still in the pipe when the gateway closed it.
  expect(door.wire.untaken.every(({ message }) => [-32016, -32600].includes(message.error?.code))).toBe(true);
  expect(door.executed().some((n) => n.startsWith('late'))).toBe(false);
  expect(processesNaming(door.folder)).toEqual([]);
  await door.verify();
});

faultTest(
  'R8: a server that closes its stdin and lives on: open calls get their errors, nobody is left',
  [],
  async () => {
    const door = await new Door().open();
    const { serverPid } = door;
    door.call('open', 'never');
    door.call('shut', 'shut');
    await vi.waitUntil(() => door.executed().includes('shut'), { timeout: 10_000 });
    door.call('meets a closed pipe');
    for (const id of ['open', 'shut', 'meets a closed pipe']) {
      expect((await door.wire.answer(id, 10_000)).message.error).toMatchObject({ code: -32016 });
    }
    expect(await door.wire.ended).toEqual({ code: 1, signal: null });
    door.quiet();
    expect(door.executed()).not.toContain('meets a closed pipe');
    await gone(serverPid, 6000); // 5 s promised
    await door.verify();
  },
);

faultTest(
  'R8: a server with zombie children and a background process: it works, nobody is left but what init must bury',
  [],
  async () => {
    const door = new Door();
    const inner = door.program().args;
    const mill = inner.slice(inner.indexOf('--') + 1);
    // The shell becomes the mill, which never waits for the children that it did not start.
    const script = 'for n in 1 2 3 4 5; do true & done; sleep 1000 & exec "$@"';
    await door.open({ server: { command: 'sh', args: ['-c', script, 'sh', ...mill] } });
    await vi.waitUntil(() => zombiesOf(door.serverPid).length === 5, { timeout: 5000 });
    for (let n = 0; n < 20; n++) await door.honest();
    await isCalm(door.pid);
    expect(zombiesOf(door.pid)).toEqual([]); // the command for the lock was waited for
    const { serverPid } = door;
    await door.finish();
    await gone(serverPid, 2000);
    expect(processesNaming(door.folder)).toEqual([]);
  },
);

faultTest(
  'R8: the process that holds the server’s stdout lives on after the server: the gateway ends all the same',
  [],
  async () => {
    const door = new Door();
    const inner = door.program().args;
    const mill = inner.slice(inner.indexOf('--') + 1);
    const script = `sleep 987 & echo $! > ${door.at('sleeper')}; exec "$@"`;
    await door.open({ server: { command: 'sh', args: ['-c', script, 'sh', ...mill] } });
    door.call('open', 'never');
    door.call('die', 'die');
    expect((await door.wire.answer('open')).message.error).toMatchObject({ code: -32016 });
    expect(await door.wire.ended).toMatchObject({ code: 1 });
    const sleeper = Number(readFileSync(door.at('sleeper'), 'utf8'));
    await vi.waitUntil(() => !runs(sleeper), { timeout: 2000 }); // it was in the server's process group
    await door.verify();
  },
);
