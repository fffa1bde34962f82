/**
 * One counter, and how to look at it: `policy`, `key` and `scope` say which, `window` how much of it. Two keys that differ in
 * nothing but `window` look at the same counter, so that an hour's and a day's limit see one another's calls, and a policy that
 * is edited goes on where it was.
 */
export interface UsageKey {
  /** Keys belong to the policy that names them. */
  readonly policy: string;
  readonly key: string;
  /** Whose it is: `session:<id>`, `agent:<id>` or `global`. */
  readonly scope: string;
  /** Whole milliseconds before now that count, more than 0; everything ever where absent. */
  readonly window?: number;
}

/** Millionths, rounded up. Calls of a rate count one whole each. */
export type Amount = bigint;

/** What is spent. Pure: the same key always gives the same amount. */
export interface UsageView {
  /**
   * Within the key's window before the view was made, or ever. What was reserved at t counts until t + window, that moment not
   * included. Throws for a key that the view was not made for.
   */
  spent(key: UsageKey): Amount;
}

/** What was read, and when: a reservation holds only against this. */
export interface UsageSnapshot extends UsageView {
  /** Says nothing to anybody but the store that made it. */
  readonly version: string;
}

/** What a decision takes from a counter. Several for one counter add up. */
export interface Reservation {
  /** Its `window` says how long the amount counts; where absent it counts ever, for keys without a window. */
  readonly key: UsageKey;
  /** From 0 to `mostAmount`. */
  readonly amount: Amount;
  /** For a key without a window: milliseconds for which keys with a window see the amount as well. */
  readonly keep?: number;
}

/** What was reserved, to be given back at most once. Only this very object can be, and only to the store that made it. */
export interface Hold {
  readonly id: string;
}

/**
 * The port that keeps what is spent. What is reserved and not released is spent: a crash, a time-out and an error result too.
 * Every method may throw or reject; the call is then refused. `now` is in whole milliseconds since 1970. A store's own time never goes
 * back: where the clock is set back, it stands still until that clock has come as far again.
 */
export interface Usage {
  read(keys: readonly UsageKey[], now: number): UsageSnapshot | Promise<UsageSnapshot>;
  /** All or nothing, against what was read. Undefined where a counter that was read has changed since: read and decide again. */
  reserve(
    snapshot: UsageSnapshot,
    reservations: readonly Reservation[],
    now: number,
  ): Hold | undefined | Promise<Hold | undefined>;
  /** Only where not one byte went upstream. Releasing twice is releasing once; one that failed may be tried again. */
  release(hold: Hold): void | Promise<void>;
}
