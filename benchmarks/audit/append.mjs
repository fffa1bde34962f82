// Records a second and the time of one record, against the plainest log that keeps the same promise.
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openLog } from '@ostiary/audit-chain';
import { bareFdatasync } from '../lib/fdatasync.mjs';
import { median } from '../lib/numbers.mjs';
import { runRounds } from '../lib/rounds.mjs';
import { begin, entriesOf } from './entries.mjs';

let numbers = 0;

/**
 * Denials only: each has to be as durable as the mode says before its caller goes on, as an intent has, but leaves no call open. A
 * million open calls, which no gateway has, would be listed in every 10,000th record.
 */
function nextEntry() {
  numbers += 1;
  const [intent] = entriesOf(numbers);
  const { policy, rule } = intent.decision;
  return { ...intent, kind: 'denied', decision: { effect: 'deny', policy, rule, code: 'OSTIARY_DENIED' } };
}

/** `width` callers, each with its next record when the last one is kept; records a second. */
async function recordsPerSecond(log, width, ms) {
  let made = 0;
  const began = performance.now();
  const end = began + ms;
  async function caller() {
    do {
      await log.record(nextEntry());
      made += 1;
    } while (performance.now() < end);
  }
  await Promise.all(Array.from({ length: width }, caller));
  return (made / (performance.now() - began)) * 1000;
}

/** One write and one fdatasync a record, without a chain: what a log does that waits for the disk and shares nothing. */
function naivePerSecond(folder, ms) {
  const fd = openSync(join(folder, 'naive'), 'a');
  let made = 0;
  const began = performance.now();
  for (const end = began + ms; performance.now() < end; made += 1) {
    writeSync(fd, `${JSON.stringify(nextEntry())}\n`);
    fdatasyncSync(fd);
  }
  closeSync(fd);
  return (made / (performance.now() - began)) * 1000;
}

/** Microseconds of each record of one writer. */
async function oneWriter(log, ms) {
  const times = [];
  for (const end = performance.now() + ms; performance.now() < end || times.length < 5; ) {
    const began = performance.now();
    await log.record(nextEntry());
    times.push((performance.now() - began) * 1000);
  }
  return times;
}

/** Every way of appending, in turns: bare fdatasyncs (`disk`) and `one` in microseconds, the others in records a second. */
export async function appendRounds({ rounds, ms, warmUp, syncs }, folder) {
  const open = (durability) => openLog({ path: join(folder, `${durability}.jsonl`), durability, start: begin });
  const [sync, os] = [await open('sync'), await open('os')];
  for (const log of [sync, os]) {
    await recordsPerSecond(log, 64, warmUp);
    await recordsPerSecond(log, 1, warmUp);
  }
  const ways = {
    disk: () => median(bareFdatasync(folder, syncs)),
    naive: () => naivePerSecond(folder, ms),
    shared: () => recordsPerSecond(sync, 64, ms),
    one: async () => median(await oneWriter(sync, ms)),
    os: () => recordsPerSecond(os, 64, ms),
    osOne: () => recordsPerSecond(os, 1, ms),
  };
  const figures = await runRounds(ways, { rounds, warmUp: 0 });
  await sync.close();
  await os.close();
  return figures;
}
