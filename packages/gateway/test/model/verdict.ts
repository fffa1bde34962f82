import { expect } from 'vitest';
import { type Asked, keyOf, serialOf } from './said.js';
import type { Who } from './scenario.js';
import { aboutOf, outcomesOf, type Witness } from './witness.js';

/** How often a number that is not in the map was counted. */
const count = (map: ReadonlyMap<string, number>, key: string): number => map.get(key) ?? 0;

/** Every request of this side has exactly one answer, or was withdrawn. What the gateway said for others is counted by id. */
export function checkAnswers({ asked, own, replies, noise, ledger }: Witness, who: Who): void {
  const made = asked.filter((one) => one.who === who);
  const refused = new Set(
    ledger.written.map(({ entry }) => (entry.kind === 'refused' ? serialOf(entry.sha256 ?? '') : undefined)),
  );
  const { nulls, untagged } = own[who];
  const keys = new Set([...made.map(({ id }) => keyOf(id)), ...untagged.keys()]);
  let short = 0;
  let spare = 0;
  for (const key of keys) {
    const open = made.filter((one) => !one.answered && keyOf(one.id) === key);
    const due = open.filter((one) => !one.withdrawn);
    // A line that is no message is refused under its own id where nobody else uses that.
    const others = replies.filter((one) => one.who === who && !one.proper && one.line.includes(`"id":${key}`));
    const told = count(untagged, key);
    expect(told, `answers under the id ${key}`).toBeLessThanOrEqual(open.length + others.length);
    const missing = Math.max(0, due.length - told);
    const mayBeNull = due.filter(({ serial }) => refused.has(serial));
    expect(missing, `requests ${describe(due)} without an answer`).toBeLessThanOrEqual(mayBeNull.length);
    short += missing;
    spare += open.length - due.length + others.length;
  }
  // A server's noise gets no answer, but its requests do.
  const least = who === 'agent' ? noise.filter((one) => one.who === who).length : 0;
  expect(nulls + spare, 'answers with a null id').toBeGreaterThanOrEqual(short + least);
  const most = short + noise.filter((one) => one.who === who).length + spare;
  expect(nulls, 'answers with a null id').toBeLessThanOrEqual(most + replies.length);
}

function describe(requests: readonly Asked[]): string {
  return requests.map(({ line }) => line).join(' ');
}

/** Every intent that was kept has one outcome, nothing else has any, and what the log says of a call is what came of it. */
export function checkRecord({ asked, ledger }: Witness): void {
  for (const written of ledger.written) {
    const { entry, state } = written;
    expect(state, 'nothing is left half written').not.toBe('pending');
    if (entry.kind !== 'intent' && entry.kind !== 'denied') continue;
    const outcomes = outcomesOf(ledger, written);
    const expected = entry.kind === 'intent' && state === 'kept' ? 1 : 0;
    expect(outcomes, `outcomes of ${JSON.stringify(entry)}`).toHaveLength(expected);
    const request = asked.find(({ serial }) => serial === serialOf(aboutOf(entry)));
    if (request === undefined) throw new Error(`nobody asked for ${JSON.stringify(entry)}`);
    expect(request.kind.denied ? 'denied' : 'intent').toBe(
      entry.kind === 'denied' && entry.decision.code === 'OSTIARY_FAULT' && !request.kind.denied
        ? 'intent'
        : entry.kind,
    );
    const outcome = outcomes[0]?.entry;
    if (outcome?.kind !== 'outcome') continue;
    if (outcome.result.status === 'cancelled') expect(request).toMatchObject({ answered: false, withdrawn: true });
    else expect(request.answered, `${request.line} has its answer`).toBe(true);
  }
  const unopened = ledger.written.some(({ entry, state }) => entry.kind === 'session' && state === 'lost');
  for (const { kind, serial, line, arrived } of asked) {
    if (!kind.governed) continue;
    const entries = ledger.written.filter(
      ({ entry }) =>
        ((entry.kind === 'intent' || entry.kind === 'denied') && serialOf(aboutOf(entry)) === serial) ||
        (entry.kind === 'refused' && serialOf(entry.sha256 ?? '') === serial),
    );
    if (entries.length === 0 && unopened) expect(arrived, `${line} moved without a record`).toBe(false);
    else expect(entries, `${line} is on record once`).toHaveLength(1);
  }
}

/** What is neither request nor answer passes, unless the log says why not, or it was a cancel that ended with its request. */
export function checkTold({ said, noise, asked, replies, cancels, ledger }: Witness): void {
  const refused = new Set(
    ledger.written.map(({ entry }) => (entry.kind === 'refused' ? serialOf(entry.sha256 ?? '') : undefined)),
  );
  const others = new Set<unknown>([...asked, ...replies]);
  for (const line of said.values()) {
    if (others.has(line) || line.arrived || refused.has(line.serial)) continue;
    expect(noise, `${line.line} is on record`).not.toContain(line);
    const cancel = cancels.find((one) => one === line);
    const ended = asked.some((one) => one.who === line.who && !one.arrived && keyOf(one.id) === cancel?.key);
    expect(ended, `${line.line} got lost`).toBe(true);
  }
}
