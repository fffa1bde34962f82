import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { expect } from 'vitest';
import { finish, verifyLog } from '../test/fixtures/log.js';
import { Door } from './fixtures/door.js';
import { faultTest } from './fixtures/needs.js';

interface Harm {
  readonly title: string;
  do(log: string): void;
  /** Puts things back as they were, with the log that was kept; undefined where that log is gone. */
  undo?(log: string): void;
  /** What the next start must do with what stands at the path now. */
  readonly next: 'starts' | 'refuses';
}

const aside = (log: string): string => `${log}.aside`;
const size = (log: string): number => readFileSync(log).length;

const harms: readonly Harm[] = [
  {
    title: 'renamed',
    do: (log) => renameSync(log, aside(log)),
    undo: (log) => renameSync(aside(log), log),
    next: 'starts',
  },
  { title: 'deleted', do: (log) => rmSync(log), next: 'starts' },
  {
    title: 'renamed, with a copy in its place',
    do: (log) => {
      renameSync(log, aside(log));
      copyFileSync(aside(log), log);
    },
    undo: (log) => renameSync(aside(log), log),
    next: 'starts',
  },
  {
    title: 'renamed, with an empty file in its place',
    do: (log) => {
      renameSync(log, aside(log));
      writeFileSync(log, '');
    },
    undo: (log) => renameSync(aside(log), log),
    next: 'starts',
  },
  { title: 'truncated to nothing', do: (log) => truncateSync(log, 0), next: 'starts' },
  { title: 'truncated by one byte', do: (log) => truncateSync(log, size(log) - 1), next: 'starts' },
  {
    title: 'truncated by its last record',
    do: (log) => truncateSync(log, readFileSync(log).lastIndexOf(10, -2) + 1),
    next: 'starts',
  },
  { title: 'lengthened by somebody', do: (log) => writeFileSync(log, 'x\n', { flag: 'a' }), next: 'refuses' },
  {
    title: 'replaced by a link to itself',
    do: (log) => {
      renameSync(log, aside(log));
      symlinkSync(aside(log), log);
    },
    undo: (log) => renameSync(aside(log), log),
    next: 'refuses',
  },
  {
    title: 'replaced by a link to another file',
    do: (log) => {
      renameSync(log, aside(log));
      writeFileSync(`${log}.other`, 'untouched');
      symlinkSync(`${log}.other`, log);
    },
    undo: (log) => renameSync(aside(log), log),
    next: 'refuses',
  },
  {
    title: 'replaced by a FIFO',
    do: (log) => {
      renameSync(log, aside(log));
      expect(spawnSync('mkfifo', [log]).status).toBe(0);
    },
    undo: (log) => renameSync(aside(log), log),
    next: 'refuses',
  },
];

for (const { title, do: harm, undo, next } of harms) {
  faultTest(
    `R26: the log is ${title} under the running gateway: noticed at the next record, every call denied until a restart`,
    [],
    async () => {
      const door = await new Door().open();
      const before = readFileSync(door.audit);
      harm(door.audit);
      const after = existsSync(`${door.audit}.other`) || title.includes('FIFO') ? undefined : tryRead(door.audit);
      for (let n = 0; n < 5; n++) await door.unrecorded(`after ${n}`);
      // The operator hears of it while it runs, once for all five calls, and what to do.
      await expect.poll(() => door.wire.stderr().split('every call is refused until a restart').length).toBe(2);
      expect(door.wire.stderr()).toContain(`ostiary audit verify --audit ${door.audit}`);
      if (after !== undefined) expect(readFileSync(door.audit).equals(after)).toBe(true); // what stands there is not ours
      if (undo) {
        undo(door.audit);
        await door.unrecorded('even if it is put back');
        expect(readFileSync(door.audit).subarray(0, before.length).equals(before)).toBe(true);
        expect(await verifyLog(door.audit)).toMatchObject({ code: 0 });
        harm(door.audit);
      }
      expect(await door.wire.close()).toEqual({ code: 1, signal: null }); // its end could not be recorded
      door.quiet();
      expect(door.wire.stderr()).toMatch(/audit log/);
      if (existsSync(`${door.audit}.other`)) expect(readFileSync(`${door.audit}.other`, 'utf8')).toBe('untouched');
      if (next === 'refuses') {
        const again = await finish(door.program());
        expect(again).toMatchObject({ code: 2, stdout: '' });
        expect(again.stderr).not.toMatch(/\n\s+at /);
        return;
      }
      await door.open();
      await door.finish();
    },
  );
}

function tryRead(file: string): Buffer | undefined {
  return existsSync(file) ? readFileSync(file) : undefined;
}

faultTest('R26: calls that are in flight when the log goes: their results are withheld', [], async () => {
  const door = await new Door().open();
  for (let n = 0; n < 10; n++) door.call(`held ${n}`, 'hold');
  await expect.poll(() => door.executed().filter((n) => n.startsWith('held')).length).toBe(10);
  renameSync(door.audit, aside(door.audit));
  process.kill(door.serverPid, 'SIGUSR2');
  for (let n = 0; n < 10; n++) {
    const { message } = await door.wire.answer(`held ${n}`);
    expect(message.error).toMatchObject({ code: -32013 });
    expect(message.error.message).toMatch(/executed/);
  }
  await door.unrecorded('next');
  expect(await door.wire.close()).toEqual({ code: 1, signal: null });
  renameSync(aside(door.audit), door.audit);
  await door.open();
  expect(door.records('start').at(-1)?.recovered).toMatchObject({ open_calls: 10 });
  await door.finish();
});
