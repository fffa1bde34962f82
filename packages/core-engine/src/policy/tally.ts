import type { Scope } from '../condition/scope.js';
import type { Truth } from '../condition/truth.js';
import type { Decision, Effect, Question, ShadowVote } from '../decision.js';
import type { Reservation } from '../usage/usage.js';
import { withApprovals } from './approval.js';
import type { Ballot, Voter } from './ballot.js';
import { bill } from './charge.js';
import { allHold } from './match/dynamic.js';
import type { Change, Vote } from './vote.js';

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
  const changes: Change[] = [];
  const marks = [...ballot.traits(question, guessed).marks];
  const shadow: ShadowVote[] = [];
  const unsure: ShadowVote[] = [];
  const floors: Decision[] = [];
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
    const { id: rule, redactions } = voter;
    if (voter.shadow) {
      const effect = typeof found === 'object' ? found.decision.effect : found && EFFECTS[found];
      if (effect !== undefined) shadow.push({ policy, rule, effect });
      return false;
    }
    if (found === undefined) return false;
    const isUnsure = found === 'floor' || found === 'unknown' || (found === 'changes' && truth === undefined);
    if (isUnsure) unsure.push({ policy, rule, effect: voter.effect });
    if (found === 'floor') floors.push(unevaluated(voter.says.approve));
    if (found === 'floor' || found === 'unknown') return false;
    if (redactions.length > 0) changes.push({ policy, rule, redactions });
    marks.push(...voter.marks);
    if (found === 'changes') return false;
    outcome = found;
    return true;
  };
  ballot.each(question, visit, guessed);

  const decided = atLeast(floors, outcome?.decision ?? otherwise);
  const reservations = outcome?.reservations ?? [];
  if (!isShadow) return { decision: decided, changes, reservations, marks, shadow, unsure };
  if (decided !== undefined)
    shadow.push({ policy, ...(decided.rule && { rule: decided.rule }), effect: decided.effect });
  return { decision: undefined, changes: [], reservations: [], marks: [], shadow, unsure: [] };
}

/** What a rule on trial would have said by this. */
const EFFECTS = { changes: 'redact', floor: 'approve', unknown: undefined } as const;

/** What a rule that holds, or may hold, comes to. `unknown`: an `allow` that cannot be evaluated and so does not match. */
export function weigh(
  voter: Speaker,
  truth: Truth,
  scope: Scope,
  isOpen: boolean,
): Outcome | 'floor' | 'changes' | 'unknown' | undefined {
  const { effect, says, charges } = voter;
  if (effect === 'redact') return 'changes';
  if (truth === undefined) {
    if (effect === 'allow') return 'unknown';
    return effect === 'approve' ? 'floor' : { decision: unevaluated(says.deny), reservations: [] };
  }
  if (charges === undefined || isOpen) return { decision: says[effect], reservations: [] };
  const due = bill(charges, scope);
  if (due.state === 'fits') return { decision: says[effect], reservations: due.reservations };
  if (due.state === 'cannot') return effect === 'approve' ? 'floor' : 'unknown';
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

/** A floor reports its own rule, unless what was decided is as strict; its terms hold beside those of what was decided. */
function atLeast(floors: readonly Decision[], decided: Decision | undefined): Decision | undefined {
  const [floor, ...others] = floors;
  if (floor === undefined || decided?.effect === 'deny') return decided;
  return decided?.effect === 'approve' ? withApprovals(decided, floors) : withApprovals(floor, others);
}
