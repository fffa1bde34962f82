import type { Monotonic } from '../ports.js';
import { mostAmount } from './amount.js';
import { type Moment, openWindowClock } from './clock.js';
import { Counter, type Part } from './counter.js';
import type { Hold, Reservation, Usage, UsageKey, UsageSnapshot } from './usage.js';

/** Counters are looked through after as many reservations as the last look left counters, and this many more. */
const SWEEP_AFTER = 1000;

/**
 * Keeps what is spent in this process: it starts with nothing, ends with the process, and belongs to it alone. It answers at
 * once. What windows no longer ask for is forgotten, and so is a session that has not asked for seven days; a counter without a
 * window per agent or global is one sum for as long as the process lives. Throws a `RangeError` for what is no key,
 * amount, time or hold of its own.
 *
 * @param monotonic the time that windows take at least, whatever becomes of the wall clock: give it.
 */
export function createMemoryUsage(monotonic?: Monotonic): Usage {
  const clock = openWindowClock(monotonic);
  const counters = new Map<string, Counter>();
  const holds = new WeakMap<Hold, readonly Part[]>();
  let changes = 0;
  let made = 0;
  let untilSweep = SWEEP_AFTER;

  function read(keys: readonly UsageKey[], now: number): UsageSnapshot {
    mustBeTime(now);
    const { at, past } = clock(now);
    const seen = new Map<string, bigint>();
    const versions = new Map<string, number>();
    for (const key of keys) {
      mustBeKey(key);
      const name = nameOf(key);
      const counter = counters.get(name);
      counter?.asked(at);
      seen.set(viewOf(key), counter?.spent(key.window, past) ?? 0n);
      versions.set(name, counter?.version ?? 0);
    }
    return {
      // Pairs and no object: a name has quotes in it, and Node may read such a key wrongly (nodejs/node#63785).
      version: JSON.stringify([...versions]),
      spent: (key) => {
        const amount = seen.get(viewOf(key));
        if (amount === undefined) throw new RangeError('a key that was not read');
        return amount;
      },
    };
  }

  function reserve(snapshot: UsageSnapshot, reservations: readonly Reservation[], now: number): Hold | undefined {
    mustBeTime(now);
    const versions = new Map(JSON.parse(snapshot.version) as [string, number][]);
    for (const { key, amount, keep } of reservations) {
      mustBeKey(key);
      if (!versions.has(nameOf(key))) throw new RangeError('a reservation of a key that was not read');
      if (amount < 0n || amount > mostAmount) throw new RangeError('an amount out of bounds');
      if (keep !== undefined) mustBeWindow(keep);
    }
    for (const [name, version] of versions) if ((counters.get(name)?.version ?? 0) !== version) return undefined;

    // Never before it was read, because this clock does not go back: what had left a window then must have left it now.
    const moment = clock(now);
    const parts = reservations.filter(({ amount }) => amount > 0n).map((one) => add(one, moment));
    untilSweep -= 1;
    if (untilSweep <= 0) sweep(moment.past);
    const hold: Hold = { id: String(++made) };
    holds.set(hold, parts);
    return hold;
  }

  function add(reservation: Reservation, { at, past }: Moment): Part {
    const name = nameOf(reservation.key);
    const counter = counters.get(name) ?? new Counter(0, reservation.key.scope.startsWith('session:'));
    counters.set(name, counter);
    counter.version = ++changes;
    counter.asked(at);
    counter.prune(past);
    return counter.add(reservation, at);
  }

  function release(hold: Hold): void {
    const parts = holds.get(hold);
    if (parts === undefined) throw new RangeError('a hold that was not made here');
    holds.set(hold, []);
    for (const part of parts) {
      part.counter.version = ++changes;
      part.counter.takeOut(part);
    }
  }

  function sweep(past: number): void {
    for (const [name, counter] of counters) if (counter.prune(past)) counters.delete(name);
    untilSweep = counters.size + SWEEP_AFTER;
  }

  return { read, reserve, release };
}

function nameOf({ policy, key, scope }: UsageKey): string {
  return JSON.stringify([policy, key, scope]);
}

function viewOf({ policy, key, scope, window }: UsageKey): string {
  return JSON.stringify([policy, key, scope, window]);
}

function mustBeTime(now: number): void {
  if (!Number.isSafeInteger(now) || now < 0) throw new RangeError('a time that is no whole number of milliseconds');
}

function mustBeKey({ window }: UsageKey): void {
  if (window !== undefined) mustBeWindow(window);
}

function mustBeWindow(window: number): void {
  if (!Number.isSafeInteger(window) || window <= 0)
    throw new RangeError('a window that is no whole number of milliseconds');
}
