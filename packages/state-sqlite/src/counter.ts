import type { Reservation, UsageKey } from '@ostiary/core-engine';
import type { Database } from './driver.js';
import { StateError } from './error.js';
import { statementsOf } from './statements.js';

/**
 * A session that has not asked for a counter for this long starts it anew, so that sessions that are gone are forgotten. Whoever
 * would wait for it could as well connect again, which is a new session at once. Seven days, in milliseconds.
 */
const SESSION_LIFE = 7 * 24 * 60 * 60 * 1000;

/** Asking is written down at most this often. A day. */
const TOUCH_EVERY = 24 * 60 * 60 * 1000;

const LARGEST = 2n ** 63n - 1n;

/** The row of one counter. */
export interface Counter {
  readonly id: bigint;
  readonly version: bigint;
  readonly ever: bigint;
  /** When it may be forgotten; null: never. */
  readonly until: bigint | null;
}

/** What was added, to be taken out again. */
export interface Part {
  readonly counter: bigint;
  readonly ever: bigint;
  readonly entry?: bigint;
}

export function findCounter(db: Database, { policy, key, scope }: UsageKey): Counter | undefined {
  return statementsOf(db).find.get(policy, key, scope) as Counter | undefined;
}

export function spentOf(db: Database, counter: Counter, window: number | undefined, now: number): bigint {
  if (window === undefined) return counter.ever;
  return (statementsOf(db).sumSince.get(counter.id, now - window) as { sum: bigint }).sum;
}

/** Whether a session that still asks would be forgotten too early unless this is written down. */
export function isStale({ until }: Counter, { scope }: UsageKey, now: number): boolean {
  return scope.startsWith('session:') && until !== null && until < now + SESSION_LIFE - TOUCH_EVERY;
}

export function touch(db: Database, { id }: Counter, now: number): void {
  statementsOf(db).touch.run(now + SESSION_LIFE, id);
}

export function add(db: Database, { key, amount, keep }: Reservation, at: number): Part {
  const sql = statementsOf(db);
  if (findCounter(db, key) === undefined) sql.create.run(key.policy, key.key, key.scope);
  const counter = findCounter(db, key);
  if (counter === undefined) throw new StateError('broken', 'a counter that was written cannot be read');

  const ever = key.window === undefined ? amount : 0n;
  if (counter.ever + ever > LARGEST) throw new StateError('too_large', 'a sum would be over 64 bits');
  const window = key.window ?? keep;
  const entryUntil = window === undefined ? 0 : at + window;
  sql.change.run(counter.ever + ever, keepUntil(counter, key, at, entryUntil), counter.id);
  if (window === undefined) return { counter: counter.id, ever };
  const { lastInsertRowid } = sql.enter.run(counter.id, at, entryUntil, amount);
  return { counter: counter.id, ever, entry: BigInt(lastInsertRowid) };
}

function keepUntil({ until }: Counter, { scope, window }: UsageKey, at: number, entryUntil: number): bigint | null {
  const ofSession = scope.startsWith('session:');
  if (until === null || (window === undefined && !ofSession)) return null;
  const wanted = BigInt(Math.max(entryUntil, ofSession ? at + SESSION_LIFE : 0));
  return until > wanted ? until : wanted;
}

/** Of a counter or an entry that was forgotten meanwhile nothing is left to be given back. */
export function takeOut(db: Database, { counter, ever, entry }: Part): void {
  const sql = statementsOf(db);
  sql.giveBack.run(ever, counter);
  if (entry !== undefined) sql.removeEntry.run(entry);
}

export function prune(db: Database, now: number): void {
  const sql = statementsOf(db);
  sql.pruneEntries.run(now);
  sql.pruneCounters.run(now);
}
