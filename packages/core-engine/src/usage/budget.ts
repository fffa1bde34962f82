import type { Amount, Reservation, UsageKey, UsageView } from './usage.js';

/** `cannot`: it cannot be evaluated, so the rule does not match (in `approve`: the floor), whatever `exceeded` says. */
export type Fit = 'fits' | 'exceeded' | 'cannot';

/** At most `limit` of one counter in its window, or ever. */
export interface Budget {
  readonly policy: string;
  readonly key: string;
  readonly limit: Amount;
  /** Milliseconds. */
  readonly window?: number;
  /** All windows with which rules of the policy look at this key, `undefined` for none; only this rule's where absent. */
  readonly windows?: readonly (number | undefined)[];
}

/** What to read for it. */
export function budgetKey({ policy, key, window }: Budget, scope: string): UsageKey {
  return { policy, key, scope, ...(window !== undefined && { window }) };
}

/** `amount`: undefined where it is missing or no amount. `usage` and `scope`: undefined where the caller has none. */
export function budgetState(
  budget: Budget,
  amount: Amount | undefined,
  usage: UsageView | undefined,
  scope: string | undefined,
): Fit {
  if (amount === undefined || amount < 0n || usage === undefined || scope === undefined) return 'cannot';
  return usage.spent(budgetKey(budget, scope)) + amount <= budget.limit ? 'fits' : 'exceeded';
}

/** What the rule takes where it decides: so that every rule of the policy that looks at the key sees it for long enough. */
export function budgetReservation(budget: Budget, amount: Amount, scope: string): Reservation {
  const { policy, key } = budget;
  const windows = budget.windows ?? [budget.window];
  const longest = Math.max(0, ...windows.map((window) => window ?? 0));
  if (longest === 0) return { key: { policy, key, scope }, amount };
  if (windows.includes(undefined)) return { key: { policy, key, scope }, amount, keep: longest };
  return { key: { policy, key, scope, window: longest }, amount };
}
