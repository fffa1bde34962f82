import type { Hold, Reservation, Usage, UsageKey, UsageSnapshot } from '@ostiary/core-engine';
import { expect } from 'vitest';

/** What may happen next. `which` picks among what is there. */
export type Step =
  | { readonly do: 'read'; readonly store: number; readonly rule: number; readonly amount: bigint }
  | { readonly do: 'reserve' | 'forward' | 'cancel' | 'cancel twice'; readonly which: number }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'crash'; readonly store: number };

interface Rule {
  readonly limit: bigint;
  readonly window?: number;
}

/** A budget for ever, one of the last second, and an inner window of the same counter. */
const rules: readonly Rule[] = [{ limit: 150n }, { limit: 100n, window: 1000 }, { limit: 60n, window: 300 }];

/** A call that was decided and not yet reserved. */
interface Attempt {
  readonly store: number;
  readonly snapshot: UsageSnapshot;
  readonly reservations: readonly Reservation[];
  readonly amount: bigint;
  readonly rule: number;
  readonly version: number;
}

/** What the model holds for spent. */
interface Spent {
  readonly counter: string;
  readonly amount: bigint;
  readonly at: number;
}

interface Held {
  readonly store: number;
  readonly hold: Hold;
  readonly spent: Spent;
}

/** Two gateways, and what a bookkeeper with one sheet of paper would say of them. */
export class World {
  readonly #policy: string;
  readonly stores: Usage[];
  readonly #reopen: () => Promise<Usage>;
  now: number;
  readonly spent = new Set<Spent>();
  #attempts: Attempt[] = [];
  #held: Held[] = [];
  /** Of each counter, how often it changed. */
  readonly #versions = new Map<string, number>();

  constructor(policy: string, stores: Usage[], reopen: () => Promise<Usage>, now: number) {
    this.now = now;
    this.#policy = policy;
    this.stores = stores;
    this.#reopen = reopen;
  }

  key(rule: number): UsageKey {
    const window = rules[rule]?.window;
    const base = { policy: this.#policy, key: window === undefined ? 'ever' : 'recent', scope: 'global' };
    return window === undefined ? base : { ...base, window };
  }

  async take(step: Step): Promise<void> {
    if (step.do === 'pass') this.now += step.ms;
    else if (step.do === 'read') await this.#read(step.store, step.rule, step.amount);
    else if (step.do === 'crash') await this.#crash(step.store);
    else if (step.do === 'reserve') await this.#reserve(step.which);
    else await this.#end(step.do, step.which);
  }

  close(): void {
    for (const usage of this.stores) if ('close' in usage) (usage.close as () => void)();
  }

  async #read(store: number, rule: number, amount: bigint): Promise<void> {
    const counter = this.key(rule).key;
    // Rules of one counter are judged together, as a policy with several would.
    const together = rules.map((_, n) => n).filter((n) => this.key(n).key === counter);
    const snapshot = await this.stores[store]?.read(
      together.map((n) => this.key(n)),
      this.now,
    );
    if (snapshot === undefined) throw new Error('no store');
    if (!together.every((n) => snapshot.spent(this.key(n)) + amount <= (rules[n]?.limit ?? 0n))) return;
    const reservations = [{ key: this.key(together[0] ?? 0), amount }];
    this.#attempts.push({ store, snapshot, reservations, amount, rule, version: this.#versions.get(counter) ?? 0 });
  }

  async #reserve(which: number): Promise<void> {
    const [attempt] = this.#attempts.splice(which % (this.#attempts.length || 1), 1);
    if (attempt === undefined) return;
    const { store, snapshot, reservations, amount, rule, version } = attempt;
    const hold = await this.stores[store]?.reserve(snapshot, reservations, this.now);
    const counter = this.key(rule).key;
    // A counter that nothing of stays is forgotten and then is as it never was; the store may then refuse what would hold.
    if ((this.#versions.get(counter) ?? 0) !== version) expect(hold).toBeUndefined();
    if (hold === undefined) return;
    const spent = { counter, amount, at: this.now };
    if (amount > 0n) this.#changed(counter);
    this.spent.add(spent);
    this.#held.push({ store, hold, spent });
  }

  async #end(how: 'forward' | 'cancel' | 'cancel twice', which: number): Promise<void> {
    const [held] = this.#held.splice(which % (this.#held.length || 1), 1);
    if (held === undefined || how === 'forward') return; // whatever comes of it: spent
    const usage = this.stores[held.store];
    await usage?.release(held.hold);
    if (how === 'cancel twice') await usage?.release(held.hold);
    this.spent.delete(held.spent);
    if (held.spent.amount > 0n) this.#changed(held.spent.counter);
  }

  /** Whatever it held or had decided is gone with the process; what it reserved stays. */
  async #crash(store: number): Promise<void> {
    const usage = this.stores[store];
    if (usage && 'close' in usage) (usage.close as () => void)();
    this.stores[store] = await this.#reopen();
    this.#attempts = this.#attempts.filter((attempt) => attempt.store !== store);
    this.#held = this.#held.filter((held) => held.store !== store);
  }

  #changed(counter: string): void {
    this.#versions.set(counter, (this.#versions.get(counter) ?? 0) + 1);
  }
}

/** Both stores say what the bookkeeper says, so nothing leaks; and no limit was ever passed by a unit. */
export async function check(world: World): Promise<void> {
  for (const [n, { limit, window = Infinity }] of rules.entries()) {
    const key = world.key(n);
    const mine = [...world.spent].filter(({ counter }) => counter === key.key);
    const within = (end: number): bigint =>
      mine.filter(({ at }) => at > end - window && at <= end).reduce((sum, { amount }) => sum + amount, 0n);
    for (const usage of world.stores) expect((await usage.read([key], world.now)).spent(key)).toBe(within(world.now));
    for (const { at } of mine) expect(within(at) <= limit).toBe(true);
  }
}
