import { execFileSync } from 'node:child_process';
import { appendFileSync, copyFileSync, readFileSync, renameSync, symlinkSync, truncateSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLog, verifyLog } from '../src/index.js';
import { begin, intent, outcome, parse, temporaryFolder } from './tools/samples.js';

const folder = temporaryFolder();
const aside = (path: string) => `${path}.aside`;

/** What somebody does to a log under its writer, and how it is put back. */
const changes: Record<string, { readonly change: (path: string) => void; readonly back?: (path: string) => void }> = {
  renamed: {
    change: (path) => renameSync(path, aside(path)),
    back: (path) => renameSync(aside(path), path),
  },
  deleted: { change: unlinkSync },
  truncated: { change: (path) => truncateSync(path, 0) },
  'cut by one byte': { change: (path) => truncateSync(path, readFileSync(path).length - 1) },
  'cut and filled up with zeros': {
    change: (path) => {
      const size = readFileSync(path).length;
      truncateSync(path, size - 100);
      truncateSync(path, size + 100);
    },
  },
  'written by somebody else': { change: (path) => appendFileSync(path, 'x') },
  'replaced by a copy': {
    change: (path) => {
      renameSync(path, aside(path));
      copyFileSync(aside(path), path);
    },
    back: (path) => renameSync(aside(path), path),
  },
  'replaced by a link to itself': {
    change: (path) => {
      renameSync(path, aside(path));
      symlinkSync(aside(path), path);
    },
    back: (path) => renameSync(aside(path), path),
  },
  'replaced by a FIFO': {
    change: (path) => {
      renameSync(path, aside(path));
      execFileSync('mkfifo', [path]);
    },
    back: (path) => renameSync(aside(path), path),
  },
};

describe.each(Object.keys(changes))('R26 a log that is %s under its writer', (name) => {
  it.each(['sync', 'os'] as const)(
    'refuses everything from the next record on, also when put back (%s)',
    async (mode) => {
      const { change, back } = changes[name] as (typeof changes)[string];
      const path = join(folder, `${name.replaceAll(' ', '-')}-${mode}.jsonl`);
      const log = await openLog({ path, durability: mode, start: begin });
      await log.record(intent(1));
      change(path);
      await expect(log.record(intent(2))).rejects.toMatchObject({
        code: 'changed',
        message: expect.stringContaining(path),
      });
      await expect(log.note(outcome(1))).rejects.toMatchObject({ code: 'changed' });
      back?.(path);
      await expect(log.record(intent(3))).rejects.toMatchObject({ code: 'changed' });
      await expect(log.close()).rejects.toMatchObject({ code: 'changed' });
      if (back === undefined) return;
      const again = await openLog({ path, durability: mode, start: begin });
      await again.close();
      expect(again.recovered).toEqual({ tornBytes: 0, openCalls: 1 });
      expect(parse(readFileSync(path, 'utf8')).map(({ kind }) => kind)).toEqual([
        'start',
        'intent',
        'start',
        'outcome',
      ]);
      expect((await verifyLog(path)).status).toBe('ok');
    },
  );
});
