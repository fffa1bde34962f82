// `pnpm bench:audit`: appending against a log that syncs every record, and verifying against one SHA-256 over the file.
import { median, spread, whole } from '../lib/numbers.mjs';
import { paired, runRounds } from '../lib/rounds.mjs';
import { start } from '../lib/start.mjs';
import { table } from '../lib/table.mjs';
import { appendRounds } from './append.mjs';
import { readLog, writeLog } from './verify.mjs';

const say = (text) => process.stderr.write(`${text}\n`);
const full = { rounds: 7, ms: 1500, warmUp: 2000, syncs: 300, records: 1_000_000, reads: 3 };
const quick = { rounds: 1, ms: 30, warmUp: 30, syncs: 5, records: 2001, reads: 1 };

function appending({ disk, naive, shared, one, os, osOne }) {
  const perSecond = one.map((time) => 1e6 / time);
  const row = (name, rates, times) => [
    name,
    whole(median(rates)),
    spread(paired(rates, naive), 1),
    times === undefined ? '–' : spread(paired(times, disk)),
  ];
  const each = naive.map((rate) => 1e6 / rate);
  const rows = [
    row('one write and one fdatasync a record, no chain', naive, each),
    row('sync, 64 in flight (aim: ≥ 10 × that)', shared),
    row('sync, one writer (aim: ≤ 2 × one fdatasync)', perSecond, one),
    row('os, 64 in flight', os),
    row('os, one writer', osOne),
  ];
  const head = ['append', 'records/s', '× one fdatasync a record', 'time of a record ÷ one bare fdatasync'];
  return `${table(head, rows)}\n\nOne bare fdatasync: ${spread(disk, 0)} µs.`;
}

/** The largest memory of the second half against that of the first: what grows with the log grows in both. */
function growth(seen) {
  const half = Math.max(1, seen.length >> 1);
  const top = (values) => Math.max(0, ...values);
  return top(seen.slice(half)) - top(seen.slice(0, half));
}

async function verifying({ records, reads: rounds }, folder) {
  say(`writing a log of ${whole(records)} records`);
  const { path, megabytes } = await writeLog(records, folder);
  say('verifying it');
  const ways = { verify: () => readLog('verify', path), sha256: () => readLog('sha256', path) };
  const runs = await runRounds(ways, { rounds, warmUp: 1 });
  const row = (name, reads) => [
    name,
    whole(median(reads.map(({ seconds }) => records / seconds))),
    whole(median(reads.map(({ cpu }) => records / cpu))),
    Math.round(median(reads.map(({ seconds }) => megabytes / seconds))),
    Math.round(median(reads.map(({ seen }) => Math.max(0, ...seen)))),
    Math.round(median(reads.map(({ seen }) => growth(seen)))),
  ];
  const rows = [row('verify (aim: ≥ 250,000)', runs.verify), row('one SHA-256 over the file', runs.sha256)];
  const head = [
    `${whole(records)} records, ${Math.round(megabytes)} MB`,
    'records/s',
    'by CPU time',
    'MB/s',
    'most memory, MB',
    'growth in the second half, MB',
  ];
  return table(head, rows);
}

async function bench({ quick: isQuick, folder }) {
  const effort = isQuick ? quick : full;
  say('appending');
  const appended = appending(await appendRounds(effort, folder));
  return `${appended}\n\n${await verifying(effort, folder)}`;
}

await start('bench:audit', import.meta.url, {}, bench);
