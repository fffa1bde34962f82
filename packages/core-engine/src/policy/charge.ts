import type { NumberOf } from '../condition/condition.js';
import type { Scope } from '../condition/scope.js';
import type { Question } from '../decision.js';
import { toAmount } from '../usage/amount.js';
import type { Fit } from '../usage/budget.js';
import * as budgets from '../usage/budget.js';
import * as rates from '../usage/rate.js';
import { type Per, scopeOf } from '../usage/scope.js';
import type { Reservation, UsageKey } from '../usage/usage.js';

/** What becomes of a call that does not fit: the rule does not match, denies or asks for approval. */
export type Exceeded = 'next' | 'deny' | 'approve';

export interface Budget extends budgets.Budget {
  readonly add: NumberOf;
  readonly per: Per;
  readonly exceeded: Exceeded;
}

export interface Rate extends rates.Rate {
  readonly per: Per;
  readonly exceeded: Exceeded;
}

/** What a rule takes for a call that it lets through. */
export interface Charges {
  readonly budget?: Budget;
  readonly rate?: Rate;
}

export type Bill =
  | { readonly state: 'fits'; readonly reservations: readonly Reservation[] }
  | {
      readonly state: 'exceeded';
      readonly by: 'budget' | 'rate';
      readonly exceeded: Exceeded;
      /** What the call takes where it goes on all the same. */
      readonly reservations: readonly Reservation[];
    }
  | { readonly state: 'cannot' };

interface Item {
  readonly by: 'budget' | 'rate';
  readonly fit: Fit;
  readonly exceeded: Exceeded;
  readonly reservation?: Reservation;
}

const CANNOT: Bill = Object.freeze({ state: 'cannot' });

/** Whether the call still fits, and what it takes. Cannot be said where the amount, the scope or what is spent is unknown. */
export function bill({ budget, rate }: Charges, scope: Scope): Bill {
  const { question } = scope;
  const items = [...(budget ? [billBudget(budget, scope)] : []), ...(rate ? [billRate(rate, question)] : [])];
  if (items.some(({ fit }) => fit === 'cannot')) return CANNOT;
  const reservations = items.flatMap(({ reservation }) => reservation ?? []);
  const over = items.filter(({ fit }) => fit === 'exceeded');
  // A denial stops the call; a rule that does not match asks nobody.
  const worst =
    over.find(({ exceeded }) => exceeded === 'deny') ?? over.find(({ exceeded }) => exceeded === 'next') ?? over[0];
  return worst === undefined ? { state: 'fits', reservations } : { state: 'exceeded', ...worst, reservations };
}

/** The rules with every budget told how long others of its key look back: what one takes must last until none of them asks for it. */
export function shareWindows<Charging extends { readonly charges?: Charges }>(
  rules: readonly Charging[],
): readonly Charging[] {
  const known = new Map<string, Set<number | undefined>>();
  for (const { charges } of rules) {
    if (charges?.budget === undefined) continue;
    const { key, window } = charges.budget;
    known.set(key, (known.get(key) ?? new Set()).add(window));
  }
  return rules.map((rule) => {
    const budget = rule.charges?.budget;
    const windows = budget && known.get(budget.key);
    return windows === undefined
      ? rule
      : { ...rule, charges: { ...rule.charges, budget: { ...budget, windows: [...windows] } } };
  });
}

/** The counters that these charges look at; none where it is not known whose they are. */
export function keysOf({ budget, rate }: Charges, question: Question): readonly UsageKey[] {
  const budgetScope = budget && scopeOf(budget.per, question);
  const rateScope = rate && scopeOf(rate.per, question);
  return [
    ...(budget && budgetScope !== undefined ? [budgets.budgetKey(budget, budgetScope)] : []),
    ...(rate && rateScope !== undefined ? rates.rateKeys(rate, rateScope) : []),
  ];
}

function billBudget(budget: Budget, scope: Scope): Item {
  const { question } = scope;
  const whose = scopeOf(budget.per, question);
  const added = budget.add(scope);
  const amount = added === undefined ? undefined : toAmount(added);
  const fit = budgets.budgetState(budget, amount, question.usage, whose);
  const { exceeded } = budget;
  if (amount === undefined || whose === undefined) return { by: 'budget', fit, exceeded };
  return { by: 'budget', fit, exceeded, reservation: budgets.budgetReservation(budget, amount, whose) };
}

function billRate(rate: Rate, question: Question): Item {
  const whose = scopeOf(rate.per, question);
  const fit = rates.rateState(rate, question.usage, whose);
  const { exceeded } = rate;
  return { by: 'rate', fit, exceeded, ...(whose !== undefined && { reservation: rates.rateReservation(rate, whose) }) };
}
