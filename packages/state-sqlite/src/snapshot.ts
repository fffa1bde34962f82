import type { Moment, UsageKey, UsageSnapshot } from '@ostiary/core-engine';
import { type Counter, findCounter, isStale, spentOf, touch } from './counter.js';
import type { Database } from './driver.js';
import { StateError } from './error.js';

/** What a snapshot stands on: of each counter by its name which row it was, and which version of it. */
type Basis = ReadonlyMap<string, string>;

/** A snapshot, and the keys of sessions that have to be told that they still ask. */
export interface Read {
  readonly snapshot: UsageSnapshot;
  readonly stale: readonly UsageKey[];
  readonly at: number;
}

/** Call it within one transaction, so that all sums are of one moment. */
export function readAll(db: Database, keys: readonly UsageKey[], moment: Moment): Read {
  const seen = new Map<string, bigint>();
  const versions = new Map<string, string>();
  const stale: UsageKey[] = [];
  for (const key of keys) {
    const counter = findCounter(db, key);
    seen.set(viewOf(key), counter === undefined ? 0n : spentOf(db, counter, key.window, moment.past));
    versions.set(nameOf(key), versionOf(counter));
    if (counter !== undefined && isStale(counter, key, moment.at)) stale.push(key);
  }
  const spent = (key: UsageKey): bigint => {
    const amount = seen.get(viewOf(key));
    if (amount === undefined) throw notRead();
    return amount;
  };
  // Pairs and no object: a name has quotes in it, and Node may read such a key wrongly (nodejs/node#63785).
  return { snapshot: { version: JSON.stringify([...versions]), spent }, stale, at: moment.at };
}

export function keepAll(db: Database, keys: readonly UsageKey[], now: number): void {
  for (const key of keys) {
    const counter = findCounter(db, key);
    if (counter) touch(db, counter, now);
  }
}

export function basisOf({ version }: UsageSnapshot): Basis {
  return new Map(JSON.parse(version) as [string, string][]);
}

/** Whether every counter that was read is as it was. */
export function holds(db: Database, basis: Basis): boolean {
  return [...basis].every(([name, version]) => versionOf(findCounter(db, keyNamed(name))) === version);
}

export function mustBeRead(basis: Basis, key: UsageKey): void {
  if (!basis.has(nameOf(key))) throw notRead();
}

function versionOf(counter: Counter | undefined): string {
  return counter === undefined ? 'none' : `${counter.id}.${counter.version}`;
}

function nameOf({ policy, key, scope }: UsageKey): string {
  return JSON.stringify([policy, key, scope]);
}

function keyNamed(name: string): UsageKey {
  const [policy, key, scope] = JSON.parse(name) as [string, string, string];
  return { policy, key, scope };
}

function viewOf({ policy, key, scope, window }: UsageKey): string {
  return JSON.stringify([policy, key, scope, window]);
}

function notRead(): StateError {
  return new StateError('bad_argument', 'a key that was not read');
}
