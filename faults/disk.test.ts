import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { finish, verifyLog } from '../test/fixtures/log.js';
import { Door } from './fixtures/door.js';
import { faultTest, nobody } from './fixtures/needs.js';
import { isCalm } from './fixtures/process.js';

function must(command: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
}

/** What the server executed although the answer said that nothing was recorded: a result that was withheld. */
interface Filled {
  readonly withheld: readonly string[];
}

/** Makes calls until one cannot be recorded, then more, which must all be refused without the server seeing them. */
async function fill(door: Door): Promise<Filled> {
  const withheld: string[] = [];
  const before = door.executed().length;
  for (let n = 0, denied = 0; denied < 10; n++) {
    expect(n).toBeLessThan(500);
    const id = `fill ${before}-${n}`;
    door.call(id);
    const { message } = await door.wire.answer(id);
    if (message.result) {
      expect(denied).toBe(0);
      continue;
    }
    expect(message.error).toMatchObject({ code: -32013, data: { code: 'OSTIARY_AUDIT_UNAVAILABLE' } });
    if (door.executed().includes(id)) withheld.push(message.error.message);
    denied++;
  }
  return { withheld };
}

/** At most the first was executed: its intent fitted and its outcome did not. The answer has to say so. */
function isHonest({ withheld }: Filled): void {
  expect(withheld.length).toBeLessThanOrEqual(1);
  for (const message of withheld) expect(message).toMatch(/executed/);
}

/** Every intent has its outcome, with its real status. */
function isComplete(door: Door): void {
  const outcomes = door.records('outcome');
  expect(outcomes.map(({ call }) => call).sort()).toEqual(
    door
      .records('intent')
      .map(({ call }) => call)
      .sort(),
  );
  expect(new Set(outcomes.map(({ result }) => result?.status))).toEqual(new Set(['ok']));
}

for (const durability of ['sync', 'os']) {
  faultTest(
    `R23: a full tmpfs of 64 kB (${durability}): every call is denied and the server sees none; space freed: it works, chain intact`,
    ['a small tmpfs', 'the right to mount'],
    async () => {
      const door = new Door();
      const disk = door.at('disk');
      mkdirSync(disk);
      must('mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk);
      onTestFinished(() => void spawnSync('umount', ['-l', disk]));
      writeFileSync(join(disk, 'filler'), Buffer.alloc(32 * 1024));
      await door.open({ audit: join(disk, 'audit.jsonl'), flags: ['--durability', durability] });
      isHonest(await fill(door));
      await isCalm(door.pid);
      expect(await verifyLog(door.audit)).toMatchObject({ code: 0 }); // whole records or nothing

      rmSync(join(disk, 'filler'));
      for (let n = 0; n < 20; n++) await door.honest();
      isComplete(door);
      isHonest(await fill(door)); // once more, without a start between
      must('mount', '-o', 'remount,size=1m', disk);
      await door.honest();
      isComplete(door);
      expect(door.wire.stderr()).not.toMatch(/internal error/);
      await door.finish();
    },
  );
}

faultTest(
  'R23: a disk that is full at the end: the end is said to be missing, the next start works',
  ['a small tmpfs', 'the right to mount'],
  async () => {
    const door = new Door();
    const disk = door.at('disk');
    mkdirSync(disk);
    must('mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk);
    onTestFinished(() => void spawnSync('umount', ['-l', disk]));
    await door.open({ audit: join(disk, 'audit.jsonl') });
    isHonest(await fill(door));
    expect(await door.wire.close()).toEqual({ code: 1, signal: null });
    door.quiet();
    await door.verify();
    const full = await finish(door.program());
    expect(full).toMatchObject({ code: 2, stdout: '' }); // not even the start can be recorded
    expect(full.stderr).toContain('ENOSPC');
    must('mount', '-o', 'remount,size=1m', disk);
    await door.open();
    await door.finish();
  },
);

faultTest(
  'R23: /dev/full and other things that are no file: no start, exit 2, the server is not started',
  [],
  async () => {
    const door = new Door();
    must('mkfifo', door.at('fifo'));
    for (const audit of ['/dev/full', '/dev/null', '/dev/stdout', door.at('fifo'), door.folder]) {
      const done = await finish(door.program({ audit }));
      expect(done, audit).toMatchObject({ code: 2, stdout: '' });
      expect(done.stderr).toContain(audit);
      expect(done.stderr).not.toMatch(/\n\s+at /);
    }
    expect(() => door.serverPid).toThrow(/ENOENT/);
  },
);

faultTest(
  'R24: as nobody on a folder of 0555, on a file of another, on a folder that cannot be seen: no start, exit 2',
  ['setpriv'],
  async () => {
    const door = new Door();
    const [closed, hidden, open] = [door.at('closed'), door.at('hidden'), door.at('open')];
    for (const folder of [closed, hidden, open]) mkdirSync(folder);
    writeFileSync(join(open, 'audit.jsonl'), '', { mode: 0o644 });
    const inner = door.program();
    chmodSync(door.folder, 0o755);
    chmodSync(closed, 0o555);
    chmodSync(hidden, 0o700);
    for (const audit of [join(closed, 'audit.jsonl'), join(hidden, 'audit.jsonl'), join(open, 'audit.jsonl')]) {
      const { command, args } = door.program({ audit, wrap: ['setpriv', ...nobody] });
      const done = await finish({ command, args });
      expect(done, audit).toMatchObject({ code: 2, stdout: '' });
      expect(done.stderr).toContain('EACCES');
      expect(done.stderr).toContain(audit);
      expect(done.stderr).not.toMatch(/\n\s+at /);
    }
    expect(inner.args).toContain(door.at('audit.jsonl'));
    expect(() => door.serverPid).toThrow(/ENOENT/);
  },
);

faultTest(
  'R24: as nobody in a folder of its own: it works, and the log is for its owner only',
  ['setpriv'],
  async () => {
    const door = new Door();
    chmodSync(door.folder, 0o777);
    for (const name of ['executed', 'pid']) writeFileSync(door.at(name), '', { mode: 0o666 });
    for (const name of ['executed', 'pid']) chownSync(door.at(name), 65534, 65534);
    await door.open({ wrap: ['setpriv', ...nobody] });
    const { mode, uid } = statSync(door.audit);
    expect([mode & 0o777, uid]).toEqual([0o600, 65534]);
    await door.finish();
  },
);

faultTest(
  'R25: `ulimit -f`: every call over it is denied, the gateway lives; the limit raised: it works, chain intact',
  ['prlimit', 'the right to mount'],
  async () => {
    const door = await new Door().open({ wrap: ['prlimit', '--fsize=8192:unlimited'] });
    isHonest(await fill(door));
    await isCalm(door.pid);
    await door.verify();
    must('prlimit', '--pid', String(door.pid), '--fsize=unlimited:unlimited');
    for (let n = 0; n < 20; n++) await door.honest();
    isComplete(door);
    await door.finish();
  },
);

faultTest('R25: `ulimit -f 1` has no room for the calls: no start, or every call denied', ['prlimit'], async () => {
  const door = new Door();
  await door.open({ wrap: ['prlimit', '--fsize=1024'], handshake: false });
  door.call('c');
  const { message } = await door.wire.take(() => true);
  expect(message.error.code).toBe(-32013);
  expect(door.executed()).toEqual([]);
  expect(await door.wire.close()).toMatchObject({ code: 1, signal: null });
  await door.verify();
});
