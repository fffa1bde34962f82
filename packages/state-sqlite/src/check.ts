import type { Reservation, UsageKey } from '@ostiary/core-engine';
import { StateError } from './error.js';

/** A million millions of wholes, as the engine bounds it: nine of them fit into one sum. */
const MOST = 10n ** 18n;

/** 285,000 years in milliseconds: a time and a window add up to a safe integer. */
const LONGEST = 2 ** 52;

export function mustBeTime(now: number): void {
  if (!isSpan(now)) throw new StateError('bad_argument', 'a time must be a whole number of milliseconds');
}

export function mustBeKey({ policy, key, scope, window }: UsageKey): void {
  // SQLite's text ends at NUL for some functions, and half a pair would come back as another character.
  for (const text of [policy, key, scope])
    if (typeof text !== 'string' || text.includes('\0') || /\p{Cs}/u.test(text))
      throw new StateError('bad_argument', 'a key must be well-formed text without NUL');
  if (window !== undefined) mustBeWindow(window);
}

export function mustBeReservation({ key, amount, keep }: Reservation): void {
  mustBeKey(key);
  if (typeof amount !== 'bigint' || amount < 0n) throw new StateError('bad_argument', 'an amount must not be negative');
  if (amount > MOST) throw new StateError('too_large', 'an amount must not be over a million millions');
  if (keep !== undefined) mustBeWindow(keep);
}

function mustBeWindow(window: number): void {
  if (!isSpan(window) || window === 0)
    throw new StateError('bad_argument', 'a window must be a whole number of milliseconds');
}

function isSpan(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value <= LONGEST;
}
