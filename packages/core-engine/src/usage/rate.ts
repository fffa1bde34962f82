import { wholeAmount } from './amount.js';
import type { Fit } from './budget.js';
import type { Reservation, UsageKey, UsageView } from './usage.js';

/** At most `limit` calls in any `window`, and at most `burst` in any `window * burst / limit`. */
export interface Rate {
  readonly policy: string;
  readonly key: string;
  /** A whole number. */
  readonly limit: number;
  /** Milliseconds. */
  readonly window: number;
  /** A whole number, at most `limit`. */
  readonly burst: number;
}

/** What to read for it: one counter through two windows, or one where the burst is the limit. */
export function rateKeys(rate: Rate, scope: string): readonly UsageKey[] {
  return bounds(rate).map(({ window }) => keyOf(rate, scope, window));
}

/** `usage` and `scope`: undefined where the caller has none. */
export function rateState(rate: Rate, usage: UsageView | undefined, scope: string | undefined): Fit {
  if (usage === undefined || scope === undefined) return 'cannot';
  const fits = bounds(rate).every(
    ({ calls, window }) => usage.spent(keyOf(rate, scope, window)) + wholeAmount <= BigInt(calls) * wholeAmount,
  );
  return fits ? 'fits' : 'exceeded';
}

/** What the rule takes where it decides: one call, kept for the longer window, which the shorter one looks into. */
export function rateReservation(rate: Rate, scope: string): Reservation {
  return { key: keyOf(rate, scope, rate.window), amount: wholeAmount };
}

function bounds({ limit, window, burst }: Rate): readonly { readonly calls: number; readonly window: number }[] {
  const all = { calls: limit, window };
  if (burst >= limit) return [all];
  // Calls are at whole milliseconds, so a part of one more is a whole one more.
  return [all, { calls: burst, window: Math.max(1, Math.ceil((window * burst) / limit)) }];
}

function keyOf({ policy, key }: Rate, scope: string, window: number): UsageKey {
  return { policy, key, scope, window };
}
