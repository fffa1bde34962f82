import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openLog, verifyLog } from '../src/index.js';
import { runs } from './tools/runs.js';
import { begin, intent, parse, temporaryFolder } from './tools/samples.js';

const folder = temporaryFolder();
const noon = Date.UTC(2026, 5, 1, 12);
const hour = 3_600_000;
const year = 365 * 24 * hour;
let count = 0;

/** Records one call at each time that the clock shows, in two runs, and gives what is on record. */
async function record(times: readonly number[]): Promise<{ kinds: string[]; ts: string[]; path: string }> {
  const path = join(folder, `${count++}.jsonl`);
  let time = times[0] ?? noon;
  for (const run of [times, times]) {
    const log = await openLog({ path, durability: 'os', start: begin, now: () => time });
    for (const [index, shown] of run.entries()) {
      time = shown;
      await log.record(intent(index));
    }
    await log.close();
  }
  const records = parse(readFileSync(path, 'utf8'));
  return { kinds: records.map(({ kind }) => kind), ts: records.map(({ ts }) => ts), path };
}

it('R30 a clock that jumps back an hour and forward ten years never makes the log run backwards', async () => {
  const { kinds, ts, path } = await record([noon, noon - hour, noon - hour + 5, noon + 10 * year, noon]);
  const first = ['start', 'intent', 'intent', 'admin', 'intent', 'intent', 'intent', 'admin'];
  expect(kinds.slice(0, 8)).toEqual(first);
  expect(new Set(ts.slice(0, 5))).toEqual(new Set(['2026-06-01T12:00:00.000Z']));
  expect(ts.slice(5).every((time) => time === ts[5])).toBe(true);
  expect((await verifyLog(path)).status).toBe('ok');
});

it('R30 no sequence of times breaks the chain', async () => {
  const times = fc.array(fc.oneof(fc.integer({ min: -year, max: 20 * year }), fc.integer({ min: -hour, max: hour })), {
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(times, async (jumps) => {
      const { ts, path } = await record(jumps.map((jump) => noon + jump));
      expect(ts).toEqual([...ts].sort());
      expect(await verifyLog(path)).toMatchObject({ status: 'ok', records: ts.length });
    }),
    runs(15, 30),
  );
});
