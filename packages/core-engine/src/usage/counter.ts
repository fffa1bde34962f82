import type { Amount, Reservation } from './usage.js';

/**
 * A session that has not asked for a counter for this long starts it anew, so that sessions that are gone are forgotten. Whoever
 * would wait for it could as well connect again, which is a new session at once. Seven days, in milliseconds.
 */
const SESSION_LIFE = 7 * 24 * 60 * 60 * 1000;

/** What was reserved at one moment. */
interface Entry {
  readonly at: number;
  /** When no window asks for it any more. */
  readonly until: number;
  readonly amount: Amount;
}

/** What was added, to be taken out again. */
export interface Part {
  readonly counter: Counter;
  readonly ever: Amount;
  readonly entry?: Entry;
}

/** What is spent of one key in one scope. */
export class Counter {
  /** Differs from what it was before each change, and between all counters of a store. */
  version: number;
  #ever: Amount = 0n;
  /** In the order of arrival. */
  readonly #entries = new Set<Entry>();
  readonly #ofSession: boolean;
  #lastAsked = 0;

  constructor(version: number, ofSession: boolean) {
    this.version = version;
    this.#ofSession = ofSession;
  }

  spent(window: number | undefined, now: number): Amount {
    if (window === undefined) return this.#ever;
    let sum = 0n;
    for (const { at, amount } of this.#entries) if (at > now - window) sum += amount;
    return sum;
  }

  add({ key, amount, keep }: Reservation, now: number): Part {
    const ever = key.window === undefined ? amount : 0n;
    this.#ever += ever;
    const window = key.window ?? keep;
    if (window === undefined) return { counter: this, ever };
    const entry = { at: now, until: now + window, amount };
    this.#entries.add(entry);
    return { counter: this, ever, entry };
  }

  takeOut({ ever, entry }: Part): void {
    this.#ever -= ever;
    if (entry) this.#entries.delete(entry);
  }

  asked(now: number): void {
    this.#lastAsked = Math.max(this.#lastAsked, now);
  }

  /** Drops what no window asks for any more; true where nothing is left to remember. */
  prune(now: number): boolean {
    for (const entry of this.#entries) {
      if (entry.until > now) break;
      this.#entries.delete(entry);
    }
    if (this.#entries.size > 0) return false;
    return this.#ever === 0n || (this.#ofSession && this.#lastAsked + SESSION_LIFE <= now);
  }
}
