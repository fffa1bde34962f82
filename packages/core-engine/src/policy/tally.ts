import type { Scope } from '../condition/scope.js';
import type { Truth } from '../condition/truth.js';
import type { Decision, Effect, Question, ShadowVote } from '../decision.js';
import type { Redaction } from '../redact/redaction.js';
import type { Reservation } from '../usage/usage.js';
import type { Ballot, Voter } from './ballot.js';
import { bill } from './charge.js';
import { allHold } from './match/dynamic.js';
import type { Vote } from './vote.js';

/** A rule and the decisions that it may come to, made once. */
export interface Speaker extends Voter {
  readonly says: Readonly<Record<Effect, Decision>>;
}

/** How the rules of one phase are read. */
export interface Reading {
  readonly policy: string;
  readonly ballot: Ballot<Speaker>;
  /** What the policy says where no rule decides. */
  readonly otherwise: Decision | undefined;
  /** The whole policy is on trial. */
  readonly isShadow: boolean;
  /** Nothing is known of what the call would hold: a rule that could let it through counts, one that could stop it does not. */
  readonly isOpen: boolean;
}

/** What a rule comes to for one question; undefined where the next one is tried. */
export interface Outcome {
  readonly decision: Decision;
  readonly reservations: readonly Reservation[];
}

/**
 * Tries the rules of a policy in their order. A `redact` rule adds its changes and the next one is tried; the first other one that
 * holds decides. What cannot be evaluated never counts as harmless: a `deny` decides, an `approve` becomes a floor, an `allow` does
 * not hold, a `redact` applies.
 */
export function tally(reading: Reading, question: Question, scope: Scope, guessed?: ReadonlySet<string>): Vote {
  const { policy, ballot, otherwise, isShadow, isOpen } = reading;
  const redactions: Redaction[] = [];
  const marks = [...ballot.traits(question, guessed).marks];
  const shadow: ShadowVote[] = [];
  let changer: Vote['changer'];
  let floor: Decision | undefined;
  let outcome: Outcome | undefined;

  const holds = (voter: Speaker): Truth => {
    const truth = allHold(voter.tests, scope);
    if (truth !== undefined || !isOpen) return truth;
    return voter.effect === 'allow' || voter.effect === 'approve';
  };

  const visit = (voter: Speaker): boolean => {
    const truth = holds(voter);
    if (truth === false) return false;
    const found = weigh(voter, truth, scope, isOpen);
    if (voter.shadow) {
      const effect = found === 'changes' ? 'redact' : found === 'floor' ? 'approve' : found?.decision.effect;
      if (effect !== undefined) shadow.push({ policy, rule: voter.id, effect });
      return false;
    }
    if (found === undefined) return false;
    if (found === 'floor') {
      floor ??= unevaluated(voter.says.approve);
      return false;
    }
    redactions.push(...voter.redactions);
    if (voter.redactions.length > 0) changer ??= { policy, rule: voter.id };
    marks.push(...voter.marks);
    if (found === 'changes') return false;
    outcome = found;
    return true;
  };
  ballot.each(question, visit, guessed);

  const decided = atLeast(floor, outcome?.decision ?? otherwise);
  const reservations = outcome?.reservations ?? [];
  if (!isShadow) return { decision: decided, redactions, ...(changer && { changer }), reservations, marks, shadow };
  if (decided !== undefined)
    shadow.push({ policy, ...(decided.rule && { rule: decided.rule }), effect: decided.effect });
  return { decision: undefined, redactions: [], reservations: [], marks: [], shadow };
}

/** What a rule that holds, or may hold, comes to. */
export function weigh(
  voter: Speaker,
  truth: Truth,
  scope: Scope,
  isOpen: boolean,
): Outcome | 'floor' | 'changes' | undefined {
  const { effect, says, charges } = voter;
  if (effect === 'redact') return 'changes';
  if (truth === undefined) {
    if (effect === 'allow') return undefined;
    return effect === 'approve' ? 'floor' : { decision: unevaluated(says.deny), reservations: [] };
  }
  if (charges === undefined || isOpen) return { decision: says[effect], reservations: [] };
  const due = bill(charges, scope);
  if (due.state === 'fits') return { decision: says[effect], reservations: due.reservations };
  if (due.state === 'cannot') return effect === 'approve' ? 'floor' : undefined;
  if (due.exceeded === 'next') return undefined;
  // What was asked for over the limit and approved is spent all the same.
  const reservations = due.exceeded === 'approve' ? due.reservations : [];
  const decision = says[due.exceeded];
  return { decision: voter.reason === undefined ? exceeded(decision, due.by) : decision, reservations };
}

function unevaluated(decision: Decision): Decision {
  return {
    ...decision,
    unevaluated: true,
    reason: `${decision.reason ?? 'a rule decides'}: its condition could not be evaluated`,
  };
}

function exceeded(decision: Decision, by: 'budget' | 'rate'): Decision {
  return { ...decision, reason: `the ${by} of the rule is exceeded` };
}

/** A floor reports its own rule, unless what was decided is as strict. */
function atLeast(floor: Decision | undefined, decided: Decision | undefined): Decision | undefined {
  if (floor === undefined || decided?.effect === 'deny' || decided?.effect === 'approve') return decided;
  return floor;
}
