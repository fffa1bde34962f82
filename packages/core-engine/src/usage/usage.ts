/** One counter of a budget or a rate. */
export interface UsageKey {
  /** Keys belong to the policy that names them. */
  readonly policy: string;
  readonly key: string;
  /** Whose it is: `session:<id>`, `agent:<id>` or `global`. */
  readonly scope: string;
  /** Milliseconds before now that count; everything ever where absent. */
  readonly window?: number;
}

/** Millionths, rounded up. Calls of a rate count one whole each. */
export type Amount = bigint;

/** What is spent. Pure: the same key always gives the same amount. */
export interface UsageView {
  /** Within the key's window before the view was made, or ever. */
  spent(key: UsageKey): Amount;
}

/** What was read, and when: a reservation holds only against this. */
export interface UsageSnapshot extends UsageView {
  /** Says nothing to anybody but the store that made it. */
  readonly version: string;
}

/** What a decision takes from a counter. */
export interface Reservation {
  readonly key: UsageKey;
  readonly amount: Amount;
}

/** What was reserved, to be given back at most once. */
export interface Hold {
  readonly id: string;
}

/**
 * The port that keeps what is spent. What is reserved and not released is spent: a crash, a time-out and an error result too.
 * Every method may throw or reject; the call is then refused.
 */
export interface Usage {
  read(keys: readonly UsageKey[], now: number): UsageSnapshot | Promise<UsageSnapshot>;
  /** All or nothing, against what was read. Undefined where somebody was faster: read and decide again. */
  reserve(
    snapshot: UsageSnapshot,
    reservations: readonly Reservation[],
    now: number,
  ): Hold | undefined | Promise<Hold | undefined>;
  /** Only where not one byte went upstream. Releasing twice is releasing once. */
  release(hold: Hold): void | Promise<void>;
}
