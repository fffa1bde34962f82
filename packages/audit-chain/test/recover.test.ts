import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Files, systemFiles } from '../src/files.js';
import { openLog, verifyLog } from '../src/index.js';
import { LOG_ID, other, seal, split, start } from './tools/forge.js';
import { begin, id, intent, outcome, parse, temporaryFolder } from './tools/samples.js';

const folder = temporaryFolder();
/** No power is cut here, so nothing waits for the disk: hundreds of logs are opened. */
const files: Files = { ...systemFiles, sync: async () => undefined };
const open = (path: string) => openLog({ path, durability: 'os', start: begin, files });

/** A log whose gateway died: calls 1 and 3 are open. */
async function crashed(name: string): Promise<string> {
  const path = join(folder, name);
  const log = await open(path);
  await Promise.all([intent(1), intent(2), outcome(2), intent(3)].map(log.record));
  await log.close();
  return path;
}

describe('recovery', () => {
  it('writes an unknown outcome for every open call, in order, behind the start', async () => {
    const path = await crashed('open.jsonl');
    const log = await open(path);
    await log.close();
    expect(log.recovered).toEqual({ tornBytes: 0, openCalls: 2 });
    const records = parse(readFileSync(path, 'utf8')).slice(5);
    expect(records).toMatchObject([
      { kind: 'start', log: log.log, recovered: { torn_bytes: 0, open_calls: 2 } },
      { kind: 'outcome', call: id(1), result: { status: 'unknown' } },
      { kind: 'outcome', call: id(3), result: { status: 'unknown' } },
    ]);
    expect(records).toHaveLength(3);
    const again = await open(path);
    await again.close();
    expect(again.recovered).toEqual({ tornBytes: 0, openCalls: 0 });
    expect(parse(readFileSync(path, 'utf8')).at(-1)).not.toHaveProperty('recovered');
    expect(await verifyLog(path)).toMatchObject({ status: 'ok', records: 9 });
  });

  it('keeps the id of the log and knows another log by it', async () => {
    const path = await crashed('id.jsonl');
    const first = await open(path);
    await first.close();
    const ids = parse(readFileSync(path, 'utf8')).flatMap((record) => (record.kind === 'start' ? [record.log] : []));
    expect(ids).toEqual([first.log, first.log]);
    const elsewhere = await open(join(folder, 'id-2.jsonl'));
    await elsewhere.close();
    expect(elsewhere.log).not.toBe(first.log);
  });

  it('R21 repairs a log cut at every byte of its last two records, and verify calls it a torn tail', async () => {
    const whole = readFileSync(await crashed('whole.jsonl'));
    const lines = split(whole);
    const kept = whole.length - (lines.at(-1)?.length ?? 0) - (lines.at(-2)?.length ?? 0);
    for (let size = kept; size <= whole.length; size += 1) {
      const path = join(folder, 'cut.jsonl');
      writeFileSync(path, whole);
      truncateSync(path, size);
      const wholeLines = whole.subarray(0, size).lastIndexOf(10) + 1;
      const before = await verifyLog(path);
      if (wholeLines === size) expect(before.status).toBe('ok');
      else expect(before).toMatchObject({ status: 'broken', reason: 'torn tail', offset: wholeLines });
      const log = await open(path);
      await log.close();
      expect(log.recovered.tornBytes).toBe(size - wholeLines);
      expect(readFileSync(path).subarray(0, wholeLines)).toEqual(whole.subarray(0, wholeLines));
      expect((await verifyLog(path)).status).toBe('ok');
    }
  });

  it('R21 begins anew when the first record of all was torn', async () => {
    const first = split(readFileSync(await crashed('first.jsonl')))[0] as Buffer;
    for (let size = 0; size < first.length; size += 1) {
      const path = join(folder, 'first-cut.jsonl');
      writeFileSync(path, first.subarray(0, size));
      expect(await verifyLog(path)).toMatchObject(size === 0 ? { status: 'unreadable' } : { reason: 'torn tail' });
      const log = await open(path);
      await log.close();
      expect(log.recovered.tornBytes).toBe(size);
      expect(await verifyLog(path)).toMatchObject({ status: 'ok', records: 1 });
    }
  });

  it('refuses to append to a log with a broken record and leaves it as it was', async () => {
    const path = await crashed('tampered.jsonl');
    const bytes = readFileSync(path);
    const at = bytes.indexOf('baseline', split(bytes)[0]?.length ?? 0);
    bytes[at] = (bytes[at] as number) ^ 1;
    writeFileSync(path, bytes);
    await expect(open(path)).rejects.toMatchObject({
      code: 'broken',
      message: expect.stringContaining('record 2 at byte'),
    });
    expect(readFileSync(path)).toEqual(bytes);
  });

  it.each([
    ['text', 'hello\n'],
    ['text without a line end', 'hello'],
    ['an empty line', '\n'],
    ['another kind of JSON', '{"a":1}\n'],
    ['zeros', '\0'.repeat(100)],
  ])('never touches a file that is no log: %s', async (_, content) => {
    const path = join(folder, 'foreign.jsonl');
    writeFileSync(path, content);
    await expect(open(path)).rejects.toMatchObject({ code: 'not_a_log' });
    expect(readFileSync(path, 'utf8')).toBe(content);
  });

  it('continues a log whose last time lies in the future, and says so behind the outcomes', async () => {
    const path = join(folder, 'future.jsonl');
    const ts = '2999-01-01T00:00:00.000Z';
    writeFileSync(
      path,
      seal([
        { ...start(), ts },
        { ...other(1), ts, rest: `"kind":"intent","call":"${id(7)}"` },
      ]),
    );
    const clock = Date.parse('2026-05-05T05:05:05.005Z');
    const log = await openLog({ path, durability: 'sync', start: begin, now: () => clock });
    await log.record(intent(8));
    await log.close();
    expect(log.log).toBe(LOG_ID);
    const records = parse(readFileSync(path, 'utf8'));
    expect(records.map((record) => record.kind)).toEqual(['start', 'intent', 'start', 'outcome', 'admin', 'intent']);
    expect(records[4]).toMatchObject({ event: 'clock_went_back', clock: '2026-05-05T05:05:05.005Z' });
    expect(new Set(records.map((record) => record.ts))).toEqual(new Set([ts]));
    expect((await verifyLog(path)).status).toBe('ok');
  });
});
