import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { type LogRecord, sha256 } from '../test/fixtures/log.js';
import { callLine } from '../test/fixtures/scene.js';
import type { Wire } from '../test/fixtures/wire.js';
import { Door } from './fixtures/door.js';
import { firstSeed, kills } from './fixtures/extent.js';
import { faultTest } from './fixtures/needs.js';
import { gone } from './fixtures/process.js';
import { random } from './fixtures/random.js';

const inFlight = 50;
const args = (n: string): string => `{"n":"${n}"}`;
/** One call in ten is for a tool that policy denies. */
const toolOf = (at: number): string => (at % 10 === 9 ? 'delete_file' : at % 3 === 0 ? 'slow' : 'echo');

/** Keeps 50 calls in flight until the gateway dies. What was sent, and what was answered with a result or a refusal. */
async function load({ wire }: Door, prefix: string, ms: number): Promise<ReadonlyMap<string, boolean>> {
  const answered = new Map<string, boolean>();
  let at = 0;
  const line = async (): Promise<void> => {
    for (;;) {
      const [n, tool] = [`${prefix}-${at}`, toolOf(at)];
      at++;
      wire.send(callLine(n, tool, tool === 'slow' ? `{"n":"${n}","ms":5}` : args(n)));
      const got = await answerUnlessDead(wire, n);
      if (got === undefined) return;
      answered.set(tool === 'slow' ? `{"n":"${n}","ms":5}` : args(n), got);
    }
  };
  setTimeout(() => wire.child.kill('SIGKILL'), ms);
  await Promise.all(Array.from({ length: inFlight }, line));
  return answered;
}

/** True for a result, false for a denial, undefined when the gateway died first. */
async function answerUnlessDead(wire: Wire, n: string): Promise<boolean | undefined> {
  const answer = await wire.answer(n, 60_000).catch(() => undefined);
  if (answer === undefined) return undefined;
  expect(answer.message.error).toBeUndefined();
  return answer.message.result.isError !== true;
}

/** The whole records of a log that may end in a torn one. */
function wholeRecords(file: string): { readonly records: LogRecord[]; readonly torn: number } {
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(10) + 1;
  const lines = bytes.toString('utf8', 0, end).split('\n').slice(0, -1);
  return { records: lines.map((line) => JSON.parse(line) as LogRecord), torn: bytes.length - end };
}

function groupBy(records: readonly LogRecord[], kind: string): Map<string, LogRecord[]> {
  const groups = new Map<string, LogRecord[]>();
  for (const record of records) {
    if (record.kind !== kind || record.call === undefined) continue;
    groups.set(record.call, [...(groups.get(record.call) ?? []), record]);
  }
  return groups;
}

/** What must hold in the log that a killed gateway left, before anybody touches it. */
function judge(
  door: Door,
  prefix: string,
  answered: ReadonlyMap<string, boolean>,
): { open: Set<string>; torn: number } {
  const { records, torn } = wholeRecords(door.audit);
  const outcomes = groupBy(records, 'outcome');
  const byDigest = new Map(
    records.filter(({ args_sha256 }) => args_sha256).map((record) => [record.args_sha256, record]),
  );
  for (const n of door.executed().filter((one) => one.startsWith(`${prefix}-`))) {
    const at = Number(n.slice(prefix.length + 1));
    const text = toolOf(at) === 'slow' ? `{"n":"${n}","ms":5}` : args(n);
    expect(byDigest.get(sha256(text))?.kind, `the record of ${n}, which the server executed`).toBe('intent');
  }
  for (const [text, isResult] of answered) {
    const decision = byDigest.get(sha256(text));
    expect(decision?.kind, `the decision on ${text}, which was answered`).toBe(isResult ? 'intent' : 'denied');
    if (isResult) expect(outcomes.get(decision?.call ?? ''), `the outcome of ${text}`).toHaveLength(1);
  }
  const open = records
    .filter(({ kind, call }) => kind === 'intent' && !outcomes.has(call ?? ''))
    .map(({ call }) => call ?? '');
  return { open: new Set(open), torn };
}

/** So many deaths are one log's; without an end it would be read again and again from its beginning. */
const livesOfOneLog = 20;

for (let first = firstSeed; first < firstSeed + kills; first += livesOfOneLog) {
  const end = Math.min(first + livesOfOneLog, firstSeed + kills);
  const title = `R20: killed with SIGKILL at random moments under ${inFlight} calls in flight, seeds ${first} to ${end - 1}`;
  faultTest(title, [], () => killAgainAndAgain(first, end), 60_000 + livesOfOneLog * 15_000);
}

async function killAgainAndAgain(first: number, end: number): Promise<void> {
  const door = await new Door().open();
  let answers = 0;
  for (let seed = first; seed < end; seed++) {
    const prefix = `k${seed}`;
    const { serverPid } = door;
    const answered = await load(door, prefix, random(seed).below(400));
    answers += answered.size;
    await door.wire.ended;
    await gone(serverPid, 5000);
    const { open, torn } = judge(door, prefix, answered);

    await door.open({ flags: ['--durability', seed % 2 === 0 ? 'sync' : 'os'] }); // needs no hand
    await door.verify();
    const records = door.records();
    const start = records.filter(({ kind }) => kind === 'start').at(-1);
    const left = { torn_bytes: torn, open_calls: open.size };
    if (torn > 0 || open.size > 0) expect(start?.recovered, `seed ${seed}`).toEqual(left);
    else expect(start?.recovered).toBeUndefined();
    const outcomes = groupBy(records, 'outcome');
    for (const [call, group] of outcomes) expect(group, call).toHaveLength(1);
    for (const call of open) expect(outcomes.get(call)?.[0]?.result?.status).toBe('unknown');
    expect(outcomes.size).toBe(groupBy(records, 'intent').size);
  }
  expect(answers).toBeGreaterThan(end - first); // it was under load indeed
  await door.finish();
}
