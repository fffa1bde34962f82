import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Files, systemFiles } from '../src/files.js';
import { openLog, verifyLog } from '../src/index.js';
import { faultyFiles } from './tools/faulty-files.js';
import { faultyLogs, kinds } from './tools/faulty-logs.js';
import { begin, id, intent, outcome, parse, temporaryFolder } from './tools/samples.js';

const folder = temporaryFolder();
const open = faultyLogs(folder);

/** Follows a promise without waiting for it. */
function watch(promise: Promise<void>, events: string[], name: string): void {
  promise.then(
    () => events.push(`${name} resolved`),
    (error) => events.push(`${name} ${error.code}`),
  );
}

describe('sync', () => {
  it('R22 resolves a record behind the fsync that began behind its write', async () => {
    const { log, files } = await open('sync');
    watch(log.record(intent(1)), files.events, 'intent');
    await log.close();
    expect(files.events).toEqual(['write', 'sync', 'synced', 'intent resolved']);
  });

  it('resolves a note behind its write, and does not wait for the disk', async () => {
    const { log, files } = await open('sync');
    await log.note(outcome(1));
    expect(files.events).toEqual(['write']);
    await log.close();
    expect(files.events).toEqual(['write', 'sync', 'synced']);
  });

  it('writes on while an fsync runs, and what came meanwhile shares the next one', async () => {
    // The second's timer must not be what brings the next fsync.
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { log, files } = await open('sync');
    files.holdSync = true;
    watch(log.record(intent(1)), files.events, 'first');
    await turn();
    await turn();
    const records = [2, 3, 4].map((index) => log.record(intent(index)));
    for (const [at, record] of records.entries()) watch(record, files.events, `record ${at + 2}`);
    watch(log.note(outcome(1)), files.events, 'note');
    await turn();
    await turn();
    expect(files.events).toEqual(['write', 'sync', 'write', 'note resolved']);
    files.holdSync = false;
    files.release();
    await Promise.all(records);
    await log.close();
    expect(files.events.slice(4)).toEqual([
      'synced',
      'sync',
      'first resolved',
      'synced',
      'record 2 resolved',
      'record 3 resolved',
      'record 4 resolved',
    ]);
  });

  it('keeps the order of the calls, whether recorded or noted', async () => {
    const { log, path } = await open('sync');
    const calls = Array.from({ length: 200 }, (_, index) => (index % 3 === 0 ? log.note : log.record)(intent(index)));
    await Promise.all(calls);
    await log.close();
    expect(kinds(path).slice(1)).toEqual(calls.map((_, index) => `intent ${index}`));
  });

  it('shares one write and one fsync among all that come at once', async () => {
    const { log, files } = await open('sync');
    await Promise.all(Array.from({ length: 64 }, (_, index) => log.record(intent(index))));
    expect(files.events).toEqual(['write', 'sync', 'synced']);
    await log.close();
  });

  it('brings a lone note to the disk within about a second', async () => {
    const { log, files } = await open('sync');
    await log.note(outcome(1));
    await expect.poll(() => files.events, { timeout: 10_000 }).toEqual(['write', 'sync', 'synced']);
    await log.close();
    expect(files.events).toHaveLength(3);
  });
});

describe('os', () => {
  it('syncs at once when much is unconfirmed, and writes no more while too much is', async () => {
    const { log, files } = await open('os');
    files.holdSync = true;
    await log.record({ ...intent(1), tool: 'x'.repeat(5 * 1024 * 1024) });
    expect(files.events).toEqual(['write', 'sync']);
    await log.record({ ...intent(2), tool: 'x'.repeat(60 * 1024 * 1024) });
    files.events.length = 0;
    watch(log.record(intent(3)), files.events, 'intent');
    for (let turns = 0; turns < 5; turns += 1) await turn();
    expect(files.events).toEqual([]);
    files.holdSync = false;
    files.release();
    await expect.poll(() => files.events).toContain('intent resolved');
    await log.close();
  });

  it('resolves a record behind its write and syncs later', async () => {
    const { log, files } = await open('os');
    await log.record(intent(1));
    await log.record(intent(2));
    expect(files.events).toEqual(['write', 'write']);
    await expect.poll(() => files.events, { timeout: 10_000 }).toEqual(['write', 'write', 'sync', 'synced']);
    await log.close();
  });
});

describe.each(['none', 'half', 'whole'] as const)('a write that fails and wrote %s', (failWrite) => {
  it('refuses the whole group, leaves nothing of it and tries again at the next call', async () => {
    const { log, files, path } = await open('sync');
    await log.record(intent(1));
    const before = readFileSync(path);
    files.failWrite = failWrite;
    const refused = await Promise.allSettled([log.record(intent(2)), log.note(intent(3)), log.record(intent(4))]);
    expect(refused.map((one) => one.status === 'rejected' && one.reason.code)).toEqual(Array(3).fill('not_written'));
    expect(readFileSync(path)).toEqual(before);
    await expect(log.record(intent(5))).rejects.toMatchObject({ code: 'not_written' });
    files.failWrite = undefined;
    await log.record(intent(6));
    await log.close();
    expect(kinds(path).slice(1)).toEqual(['intent 1', 'intent 6']);
    expect((await verifyLog(path)).status).toBe('ok');
  });

  it('is cut off before the next record when it could not be cut off at once', async () => {
    const { log, files, path } = await open('sync');
    files.failWrite = failWrite;
    files.failTruncate = true;
    await expect(log.record(intent(1))).rejects.toMatchObject({ code: 'not_written' });
    files.failWrite = undefined;
    await expect(log.record(intent(2))).rejects.toMatchObject({ code: 'not_written' });
    files.failTruncate = false;
    await log.record(intent(3));
    await log.close();
    expect(kinds(path).slice(1)).toEqual(['intent 3']);
    expect((await verifyLog(path)).status).toBe('ok');
  });

  it('keeps an outcome that could not be written and writes it before the next record', async () => {
    const { log, files, path } = await open('sync');
    await Promise.all([log.record(intent(1)), log.record(intent(2))]);
    files.failWrite = failWrite;
    await expect(log.note(outcome(1))).rejects.toMatchObject({ code: 'not_written' });
    await expect(log.note(outcome(2))).rejects.toMatchObject({ code: 'not_written' });
    files.failWrite = undefined;
    await log.record(intent(3));
    await log.close();
    expect(kinds(path).slice(1)).toEqual(['intent 1', 'intent 2', 'outcome 1', 'outcome 2', 'intent 3']);
    expect(parse(readFileSync(path, 'utf8'))[3]).toMatchObject({ call: id(1), result: { status: 'ok' } });
  });
});

describe('other ends', () => {
  it('writes on where the system takes a few bytes at a time', async () => {
    const path = join(folder, 'few.jsonl');
    const write: Files['write'] = (fd, bytes, from) => systemFiles.write(fd, bytes.subarray(0, from + 7), from);
    const log = await openLog({ path, durability: 'sync', start: begin, files: { ...systemFiles, write } });
    await Promise.all([log.record(intent(1)), log.record(intent(2))]);
    await log.close();
    expect(kinds(path).slice(1)).toEqual(['intent 1', 'intent 2']);
    expect((await verifyLog(path)).status).toBe('ok');
  });

  it('refuses the start when it cannot be written, and frees the lock', async () => {
    const files = faultyFiles();
    files.failWrite = 'half';
    const path = join(folder, 'full.jsonl');
    await expect(openLog({ path, durability: 'os', start: begin, files })).rejects.toMatchObject({
      code: 'not_written',
    });
    expect(readFileSync(path)).toHaveLength(0);
    await (await openLog({ path, durability: 'os', start: begin })).close();
  });

  it('refuses one entry that cannot be encoded and writes the others', async () => {
    const { log, path } = await open('os');
    const bad = { ...intent(2), tool: null } as never;
    const settled = await Promise.allSettled([log.record(intent(1)), log.record(bad), log.record(intent(3))]);
    await log.close();
    expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(kinds(path).slice(1)).toEqual(['intent 1', 'intent 3']);
  });

  it('refuses a record when the clock is broken, and nothing is written', async () => {
    let time = 0;
    const path = join(folder, 'clock.jsonl');
    const log = await openLog({ path, durability: 'os', start: begin, now: () => time });
    time = Number.NaN;
    await expect(log.record(intent(1))).rejects.toMatchObject({ code: 'not_written' });
    time = 1;
    await log.record(intent(2));
    await log.close();
    expect(kinds(path).slice(1)).toEqual(['intent 2']);
  });

  it('closes twice, and refuses what comes after', async () => {
    const { log, path } = await open('sync');
    const last = log.record({ kind: 'stop', reason: 'fault' });
    await Promise.all([log.close(), log.close(), last]);
    await expect(log.record(intent(1))).rejects.toMatchObject({ code: 'closed' });
    expect(parse(readFileSync(path, 'utf8')).at(-1)).toMatchObject({ kind: 'stop' });
  });

  it('says at the end that outcomes are missing', async () => {
    const { log, files } = await open('sync');
    files.failWrite = 'none';
    await expect(log.note(outcome(1))).rejects.toMatchObject({ code: 'not_written' });
    await expect(log.close()).rejects.toMatchObject({ code: 'not_written' });
  });
});
