import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Log, openLog, type RefusedEntry, verifyLog } from '../src/index.js';
import { faultyFiles } from './tools/faulty-files.js';
import { begin, intent, temporaryFolder } from './tools/samples.js';

const folder = temporaryFolder();
let count = 0;

const refused = (reason: string, from: 'agent' | 'server' = 'agent'): RefusedEntry => ({
  kind: 'refused',
  from,
  code: 'OSTIARY_MALFORMED',
  reason,
  bytes: 9,
});

interface Written {
  readonly kind: string;
  readonly reason?: string;
  readonly counts?: readonly { readonly from: string; readonly reason: string; readonly count: number }[];
}

const read = (path: string): Written[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .slice(1, -1)
    .map((line) => JSON.parse(line));

const single = (written: Written[]) => written.filter(({ reason }) => reason !== undefined).length;
const counted = (written: Written[]) =>
  written.flatMap(({ counts = [] }) => counts).reduce((sum, { count: of }) => sum + of, 0);
const send = (log: Log, much: number) =>
  Promise.all(Array.from({ length: much }, () => log.record(refused('not_json'))));

/** The timer of the second is the test's. */
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
});

async function open(files = faultyFiles()): Promise<{ log: Log; path: string; files: typeof files }> {
  const path = join(folder, `${count++}.jsonl`);
  return { path, files, log: await openLog({ path, durability: 'os', start: begin, files }) };
}

describe('refused messages', () => {
  it('have a record each up to 100 in a second', async () => {
    const { log, path } = await open();
    for (let second = 0; second < 3; second += 1) {
      await send(log, 100);
      await vi.advanceTimersByTimeAsync(1000);
    }
    await log.close();
    expect([single(read(path)), counted(read(path))]).toEqual([300, 0]);
  });

  it('are counted by kind above that, and one record a second says so', async () => {
    const { log, path } = await open();
    await send(log, 150);
    await Promise.all(Array.from({ length: 5 }, () => log.note(refused('depth', 'server'))));
    expect([single(read(path)), counted(read(path))]).toEqual([100, 0]);
    await vi.advanceTimersByTimeAsync(1000);
    await log.record(intent(1));
    expect(read(path).slice(100)).toMatchObject([
      {
        kind: 'refused',
        counts: [
          { from: 'agent', code: 'OSTIARY_MALFORMED', reason: 'not_json', count: 50 },
          { from: 'server', code: 'OSTIARY_MALFORMED', reason: 'depth', count: 5 },
        ],
      },
      { kind: 'intent' },
    ]);
    for (let second = 0; second < 5; second += 1) {
      await send(log, 1000);
      await vi.advanceTimersByTimeAsync(1000);
    }
    await send(log, 20);
    await vi.advanceTimersByTimeAsync(1000);
    await send(log, 20);
    await log.close();
    expect([single(read(path)), counted(read(path))]).toEqual([120, 55 + 5000 + 20]);
    expect(read(path).filter(({ counts }) => counts !== undefined)).toHaveLength(7);
    expect((await verifyLog(path)).status).toBe('ok');
  });

  it('are not lost when the log is closed before the second is over', async () => {
    const { log, path } = await open();
    await send(log, 12_345);
    await log.close();
    expect([single(read(path)), counted(read(path))]).toEqual([100, 12_245]);
  });

  it('are counted on while the disk is full', async () => {
    const { log, path, files } = await open();
    await send(log, 150);
    files.failWrite = 'half';
    await vi.advanceTimersByTimeAsync(1000);
    await expect(log.record(intent(1))).rejects.toMatchObject({ code: 'not_written' });
    await send(log, 30);
    await vi.advanceTimersByTimeAsync(1000);
    files.failWrite = undefined;
    await log.close();
    expect([single(read(path)), counted(read(path))]).toEqual([100, 80]);
  });

  it('are told to close when they could not be written', async () => {
    const { log, files } = await open();
    await send(log, 150);
    files.failWrite = 'none';
    await expect(log.close()).rejects.toMatchObject({ code: 'not_written' });
  });

  it('that the format cannot hold are refused, counted or not', async () => {
    const { log } = await open();
    await send(log, 150);
    const bad = { ...refused('x'), reason: 5 } as never;
    await expect(log.record(bad)).rejects.toMatchObject({ code: 'bad_entry' });
    await log.close();
  });
});
