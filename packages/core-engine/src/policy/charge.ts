import type { NumberOf } from '../condition/condition.js';
import type { Scope } from '../condition/scope.js';
import { toAmount } from '../usage/amount.js';
import type { Amount, Reservation, UsageKey } from '../usage/usage.js';

export type Exceeded = 'next' | 'deny' | 'approve';
export type Per = 'session' | 'agent' | 'global';

export interface Budget {
  readonly key: string;
  readonly add: NumberOf;
  readonly limit: Amount;
  readonly per: Per;
  /** Milliseconds; the life of the scope where absent. */
  readonly window?: number;
  readonly exceeded: Exceeded;
}

export interface Rate {
  /** Calls in any window, and calls in any part of it in which the steady rate would let that many through. */
  readonly limit: number;
  readonly burst: number;
  readonly window: number;
  readonly per: Per;
  readonly exceeded: Exceeded;
}

/** What a rule takes for a call that it lets through. */
export interface Charges {
  readonly policy: string;
  readonly rule: string;
  readonly budget?: Budget;
  readonly rate?: Rate;
}

export type Bill =
  | { readonly state: 'fits'; readonly reservations: readonly Reservation[] }
  | {
      readonly state: 'exceeded';
      readonly by: 'budget' | 'rate';
      readonly then: Exceeded;
      readonly reservations: readonly Reservation[];
    }
  | { readonly state: 'unknown' };

const UNKNOWN: Bill = Object.freeze({ state: 'unknown' });
const ONE_CALL: Amount = 1_000_000n;

/** Whether the call still fits, and what it takes. Cannot be said where the amount, the scope or what is spent is unknown. */
export function bill(charges: Charges, scope: Scope): Bill {
  const { usage } = scope.question;
  const items = itemsOf(charges, scope);
  if (usage === undefined || items === undefined) return UNKNOWN;
  const reservations = items.map(({ key, amount }) => ({ key, amount }));
  // What refuses comes before what only asks.
  const over = items.filter(({ key, amount, limit }) => usage.spent(key) + amount > limit);
  const worst = over.find(({ then }) => then === 'deny') ?? over.find(({ then }) => then === 'next') ?? over[0];
  if (worst === undefined) return { state: 'fits', reservations };
  return { state: 'exceeded', by: worst.by, then: worst.then, reservations };
}

/** The counters of these charges for whoever asks; undefined where it is not known whose they are. */
export function keysOf(charges: Charges, scope: Pick<Scope, 'question'>): readonly UsageKey[] {
  const { budget, rate } = charges;
  return [
    ...(budget ? [budgetKey(charges, budget, scope)] : []),
    ...(rate ? rateKeys(charges, rate, scope) : []),
  ].flatMap((key) => key ?? []);
}

interface Item {
  readonly key: UsageKey;
  readonly amount: Amount;
  readonly limit: Amount;
  readonly then: Exceeded;
  readonly by: 'budget' | 'rate';
}

function itemsOf(charges: Charges, scope: Scope): readonly Item[] | undefined {
  const { budget, rate } = charges;
  const items: Item[] = [];
  if (budget) {
    const key = budgetKey(charges, budget, scope);
    const added = budget.add(scope);
    const amount = added === undefined ? undefined : toAmount(added);
    if (key === undefined || amount === undefined) return undefined;
    items.push({ key, amount, limit: budget.limit, then: budget.exceeded, by: 'budget' });
  }
  if (rate) {
    const [whole, part] = rateKeys(charges, rate, scope);
    if (whole === undefined) return undefined;
    const { exceeded: then } = rate;
    items.push({ key: whole, amount: ONE_CALL, limit: BigInt(rate.limit) * ONE_CALL, then, by: 'rate' });
    if (part) items.push({ key: part, amount: ONE_CALL, limit: BigInt(rate.burst) * ONE_CALL, then, by: 'rate' });
  }
  return items;
}

function budgetKey(
  { policy }: Charges,
  { key, per, window }: Budget,
  { question }: Pick<Scope, 'question'>,
): UsageKey | undefined {
  const scope = whose(per, question);
  return scope === undefined
    ? undefined
    : { policy, key: `budget:${key}`, scope, ...(window !== undefined && { window }) };
}

function rateKeys({ policy, rule }: Charges, rate: Rate, { question }: Pick<Scope, 'question'>): readonly UsageKey[] {
  const scope = whose(rate.per, question);
  if (scope === undefined) return [];
  const { limit, burst, window } = rate;
  const whole = { policy, key: `rate:${rule}`, scope, window };
  if (burst >= limit) return [whole];
  return [whole, { policy, key: `burst:${rule}`, scope, window: Math.ceil((window * burst) / limit) }];
}

function whose(per: Per, { session, principal }: Scope['question']): string | undefined {
  if (per === 'global') return 'global';
  if (per === 'agent') return `agent:${principal.id}`;
  return session && `session:${session.id}`;
}
