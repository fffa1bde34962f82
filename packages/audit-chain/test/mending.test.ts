import { readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLog, verifyLog } from '../src/index.js';
import { faultyFiles } from './tools/faulty-files.js';
import { faultyLogs, kinds } from './tools/faulty-logs.js';
import { begin, id, intent, outcome, parse, temporaryFolder } from './tools/samples.js';

const folder = temporaryFolder();
const open = faultyLogs(folder);

describe('an fsync that fails', () => {
  it('once: everything that it left in doubt is written again, over itself, and nobody is refused', async () => {
    const { log, files, path } = await open('sync');
    await log.record(intent(1));
    const before = readFileSync(path).length;
    files.events.length = 0;
    files.failSyncs = 1;
    await Promise.all([log.record(intent(2)), log.record(intent(3))]);
    expect(files.events).toEqual(['write', 'sync', `rewrite at ${before}`, 'sync', 'synced']);
    await log.record(intent(4));
    await log.close();
    expect(kinds(path).slice(1)).toEqual([1, 2, 3, 4].map((call) => `intent ${call}`));
    expect((await verifyLog(path)).status).toBe('ok');
  });

  it('and an fsync of the same bytes later proves nothing: what the kernel forgot is there again', async () => {
    const { log, files, path } = await open('sync');
    await log.record(intent(1));
    const confirmed = readFileSync(path).length;
    files.failSyncs = 1;
    // The page cache lost what it could not write, as some file systems let it.
    files.onSync = () => truncateSync(path, confirmed);
    await log.record(intent(2));
    await log.close();
    expect(kinds(path).slice(1)).toEqual(['intent 1', 'intent 2']);
    expect((await verifyLog(path)).status).toBe('ok');
  });

  it('behind one that succeeded: what that one covered is not written again, what came while it ran is', async () => {
    const { log, files, path } = await open('sync');
    files.holdSync = true;
    const first = log.record(intent(1));
    await expect.poll(() => files.events).toEqual(['write', 'sync']);
    const covered = readFileSync(path).length;
    const second = log.record(intent(2));
    await expect.poll(() => files.events).toEqual(['write', 'sync', 'write']);
    files.release();
    await first;
    await expect.poll(() => files.events.slice(3)).toEqual(['synced', 'sync']);
    Object.assign(files, { failSyncs: 1, onSync: () => truncateSync(path, covered), holdSync: false });
    files.release();
    await second;
    expect(files.events.slice(5)).toEqual([`rewrite at ${covered}`, 'sync', 'synced']);
    await log.close();
    expect(kinds(path).slice(1)).toEqual(['intent 1', 'intent 2']);
    expect((await verifyLog(path)).status).toBe('ok');
  });

  it('beside a write that failed: what that left behind is cut off', async () => {
    const { log, files, path } = await open('sync');
    files.holdSync = true;
    const first = log.record(intent(1));
    await expect.poll(() => files.events).toContain('sync');
    Object.assign(files, { failWrite: 'half', failTruncate: true });
    await expect(log.record(intent(2))).rejects.toMatchObject({ code: 'not_written' });
    Object.assign(files, { failWrite: undefined, failTruncate: false, failSyncs: 1, holdSync: false });
    files.release();
    await first;
    expect(parse(readFileSync(path, 'utf8'))).toHaveLength(2);
    await log.record(intent(3));
    await log.close();
    expect(kinds(path).slice(1)).toEqual(['intent 1', 'intent 3']);
  });

  it('again: refuses what waits and what comes, writes nothing, and mends at the next call', async () => {
    const { log, files, path } = await open('sync');
    await log.record(intent(1));
    files.failSync = true;
    const waiting = [log.record(intent(2)), log.note(intent(9))];
    expect((await Promise.allSettled(waiting)).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    const size = readFileSync(path).length;
    await expect(log.record(intent(3))).rejects.toMatchObject({ code: 'not_synced' });
    await expect(log.note(outcome(1))).rejects.toMatchObject({ code: 'not_synced' });
    expect(readFileSync(path)).toHaveLength(size);
    files.failSync = false;
    await log.record(intent(4));
    await log.close();
    const expected = ['intent 1', 'intent 2', 'intent 9', 'outcome 2', 'outcome 1', 'intent 4'];
    expect(kinds(path).slice(1)).toEqual(expected);
    expect(parse(readFileSync(path, 'utf8'))[4]).toMatchObject({ call: id(2), result: { status: 'cancelled' } });
    const next = await openLog({ path, durability: 'sync', start: begin });
    await next.close();
    expect(next.recovered).toEqual({ tornBytes: 0, openCalls: 2 });
  });

  it('in mode `os`: refuses what comes until a second later it could be mended', async () => {
    const { log, files, path } = await open('os');
    files.failSync = true;
    await log.record(intent(1));
    await expect.poll(() => files.events.filter((event) => event === 'sync').length, { timeout: 10_000 }).toBe(2);
    await expect(log.record(intent(2))).rejects.toMatchObject({ code: 'not_synced' });
    files.failSync = false;
    files.events.length = 0;
    await expect.poll(() => files.events.at(-1), { timeout: 10_000 }).toBe('synced');
    await log.record(intent(3));
    await log.close();
    expect(kinds(path).slice(1)).toEqual(['intent 1', 'intent 3']);
  });

  it('at the end is told by close', async () => {
    const { log, files } = await open('sync');
    await log.note(outcome(1));
    files.failSync = true;
    await expect(log.close()).rejects.toMatchObject({ code: 'not_synced' });
  });

  it('is not mended behind records that were on disk and are no more', async () => {
    const { log, files, path } = await open('sync');
    await log.record(intent(1));
    files.failSyncs = 1;
    files.onSync = () => truncateSync(path, 10);
    await expect(log.record(intent(2))).rejects.toMatchObject({ code: 'changed' });
    await expect(log.record(intent(3))).rejects.toMatchObject({ code: 'changed' });
    await expect(log.close()).rejects.toMatchObject({ code: 'changed' });
    expect(readFileSync(path)).toHaveLength(10);
  });

  it('is not mended in another file that took the path: not a byte of that is touched', async () => {
    const { log, files, path } = await open('sync');
    await log.record(intent(1));
    const before = readFileSync(path);
    // It goes on from the same record, so that nothing but its number tells it from ours.
    const other = Buffer.concat([before, Buffer.from('what somebody else wrote\n'.repeat(50))]);
    files.failSyncs = 1;
    files.onSync = () => {
      renameSync(path, `${path}.aside`);
      writeFileSync(path, other);
    };
    await expect(log.record(intent(2))).rejects.toMatchObject({ code: 'changed' });
    await expect(log.close()).rejects.toMatchObject({ code: 'changed' });
    expect(readFileSync(path).equals(other)).toBe(true);
  });

  it('refuses to append to a log of which nobody knows what is on disk', async () => {
    const { log, path } = await open('sync');
    await log.close();
    const before = readFileSync(path);
    const files = faultyFiles();
    files.failSyncs = 1;
    await expect(openLog({ path, durability: 'os', start: begin, files })).rejects.toMatchObject({
      code: 'not_synced',
    });
    expect(readFileSync(path)).toEqual(before);
  });

  it('refuses the start of a log', async () => {
    const files = faultyFiles();
    files.failSync = true;
    const path = join(folder, 'start.jsonl');
    await expect(openLog({ path, durability: 'sync', start: begin, files })).rejects.toMatchObject({
      code: 'not_synced',
    });
  });
});
