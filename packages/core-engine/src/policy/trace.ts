import { costOfDecision } from '../condition/cost.js';
import type { Scope } from '../condition/scope.js';
import type { Truth } from '../condition/truth.js';
import type { Effect } from '../decision.js';
import { toAmount, writeAmount } from '../usage/amount.js';
import { budgetKey, budgetState } from '../usage/budget.js';
import { rateKeys, rateState } from '../usage/rate.js';
import { scopeOf } from '../usage/scope.js';
import { bill, type Charges } from './charge.js';
import type { Traits } from './match/facts.js';
import { type Seen, toSeen } from './seen.js';
import { type Speaker, weigh } from './tally.js';

/**
 * What a rule did. `decides`: no later rule of its policy was looked at. `floor`: the outcome is no weaker than approve, and the next
 * one was tried. `changes`: its changes apply, and the next one was tried. Absent: it does not match.
 */
export type Deed = 'decides' | 'floor' | 'changes';

/** One rule that was looked at. */
export interface Step {
  readonly policy: string;
  readonly rule: string;
  /** As the rule says; where a budget or rate is exceeded, the vote may be another. */
  readonly effect: Effect;
  readonly matched: boolean;
  readonly did?: Deed;
  /** The key of the first thing that did not hold, or that could not be evaluated. */
  readonly because?: string;
  /** What stood there, shortened; absent where nothing did. */
  readonly saw?: Seen;
  /** `because` could not be evaluated. */
  readonly unevaluated?: true;
  /** On trial: it would have done this, and the next one was tried. */
  readonly shadow?: true;
}

interface Blame {
  readonly truth: Truth;
  readonly because?: string;
  readonly saw?: Seen | undefined;
}

const HOLDS: Blame = { truth: true };

/** What the rule comes to, as `tally` has it, and why. `isOpen`: nothing is known of what the call would hold. */
export function traceRule(policy: string, voter: Speaker, traits: Traits, scope: Scope, isOpen: boolean): Step {
  // What is only shown costs the decision nothing.
  const aside: Scope = { ...scope, cost: costOfDecision() };
  const blame = blameSelectors(voter, traits, scope) ?? blameTests(voter, scope, aside);
  const truth = blame.truth === undefined && isOpen ? isLenient(voter) : blame.truth;
  const found = truth === false ? undefined : weigh(voter, truth, scope, isOpen);
  const charged = truth === true && !isOpen ? blameCharges(voter.charges, aside) : HOLDS;
  const why = blame.truth === true ? charged : blame;
  const did = typeof found === 'object' ? 'decides' : found === 'unknown' ? undefined : found;
  const { because, saw } = why;
  return {
    policy,
    rule: voter.id,
    effect: voter.effect,
    matched: did !== undefined,
    ...(did && { did }),
    ...(because !== undefined && { because }),
    ...(saw !== undefined && { saw }),
    ...(why.truth === undefined && { unevaluated: true as const }),
    ...(voter.shadow && { shadow: true as const }),
  };
}

function isLenient({ effect }: Speaker): boolean {
  return effect === 'allow' || effect === 'approve';
}

function blameSelectors({ parts }: Speaker, traits: Traits, { question }: Scope): Blame | undefined {
  const missed = parts.find(({ holds }) => !holds(question, traits));
  return missed && { truth: false, because: missed.key, saw: toSeen(missed.sees(question, traits)) };
}

/** The first that is false, else the first that cannot be evaluated. */
function blameTests({ tests }: Speaker, scope: Scope, aside: Scope): Blame {
  let unknown: Blame | undefined;
  for (const { key, asks, sees } of tests) {
    const truth = asks(scope);
    if (truth === true) continue;
    const blame = { truth, because: key, saw: toSeen(sees(aside)) };
    if (truth === false) return blame;
    unknown ??= blame;
  }
  return unknown ?? HOLDS;
}

function blameCharges(charges: Charges | undefined, scope: Scope): Blame {
  if (charges === undefined) return HOLDS;
  const due = bill(charges, scope);
  if (due.state === 'fits') return HOLDS;
  if (due.state === 'exceeded') return { truth: false, because: due.by, saw: sawCharge(due.by, charges, scope) };
  const by = isBudgetUnknown(charges, scope) ? 'budget' : 'rate';
  return { truth: undefined, because: by, saw: sawCharge(by, charges, scope) };
}

function isBudgetUnknown({ budget }: Charges, scope: Scope): boolean {
  if (budget === undefined) return false;
  const added = budget.add(scope);
  const amount = added === undefined ? undefined : toAmount(added);
  return budgetState(budget, amount, scope.question.usage, scopeOf(budget.per, scope.question)) === 'cannot';
}

/** What is spent, what the call adds and what may be spent; the parts that are not known are left out. */
function sawCharge(by: 'budget' | 'rate', { budget, rate }: Charges, scope: Scope): Seen | undefined {
  const { question } = scope;
  if (by === 'budget' && budget !== undefined) {
    const added = budget.add(scope);
    const amount = added === undefined ? undefined : toAmount(added);
    const whose = scopeOf(budget.per, question);
    const spent = whose === undefined ? undefined : question.usage?.spent(budgetKey(budget, whose));
    return {
      key: budget.key,
      ...(spent !== undefined && { spent: writeAmount(spent) }),
      ...(amount !== undefined && { adds: writeAmount(amount) }),
      limit: writeAmount(budget.limit),
    };
  }
  if (rate === undefined) return undefined;
  const whose = scopeOf(rate.per, question);
  const isKnown = whose !== undefined && rateState(rate, question.usage, whose) !== 'cannot';
  const spent = isKnown ? rateKeys(rate, whose).map((key) => writeAmount(question.usage?.spent(key) ?? 0n)) : [];
  return { ...(spent[0] !== undefined && { calls: spent[0] }), limit: rate.limit };
}
