import type { Decision, Question } from '../decision.js';
import { type Fact, NO_TRAITS, type Traits } from './match/facts.js';
import type { Rule, RulePhase } from './match/rule.js';
import type { Place } from './problem.js';
import { openViews, traitsOf, type Voter } from './view.js';

export type Default = 'deny' | 'allow' | 'abstain';

/** A compiled policy. What it holds besides these is nobody's business but `decide`'s. */
export interface Policy {
  readonly name: string;
  /** How many rules it has. */
  readonly rules: number;
  /** The file that it came from, else its name. */
  readonly file: string;
  /** @internal Where its name stands. */
  readonly place: Place;
  /** @internal Undefined: it abstains. `guessed`: categories in place of those that the tool's name suggests. */
  readonly vote: (question: Question, guessed?: ReadonlySet<string>) => Decision | undefined;
}

/** What the reader of a policy hands over. */
export interface PolicyParts {
  readonly name: string;
  readonly file: string;
  readonly place: Place;
  readonly byDefault: Default;
  readonly facts: readonly Fact[];
  /** In file order. */
  readonly rules: readonly Rule[];
}

const DENIED = 'OSTIARY_DENIED';

export function buildPolicy({ name, file, place, byDefault, facts, rules }: PolicyParts): Policy {
  // toSorted is stable: rules of one priority keep the order of the file.
  const voters = rules
    .toSorted((a, b) => a.priority - b.priority)
    .map((rule) => Object.freeze({ ...rule, vote: ruleVote(name, rule) }));
  const viewOf = openViews(ofPhase(voters, 'call'), facts);
  const ofRequests = ofPhase(voters, 'request');
  // Rules speak of calls unless they say otherwise, so who allows everything by rules may wonder about requests.
  const noCall = defaultVote(name, byDefault, 'no rule of the policy allows this');
  const noRequest = defaultVote(name, byDefault, 'no rule with "phase: request" allows this');
  return Object.freeze({
    name,
    rules: rules.length,
    file,
    place,
    vote(question: Question, guessed?: ReadonlySet<string>): Decision | undefined {
      // Rules about requests name no subject, and so no traits.
      if (question.phase === 'request') return firstVote(ofRequests, question, NO_TRAITS, noRequest);
      const view = viewOf(question);
      return firstVote(view.voters, question, traitsOf(view, question.server, guessed), noCall);
    },
  });
}

function ofPhase(voters: readonly Voter[], phase: RulePhase): readonly Voter[] {
  return voters.filter((voter) => voter.phase === phase);
}

function firstVote(
  voters: readonly Voter[],
  question: Question,
  traits: Traits,
  otherwise: Decision | undefined,
): Decision | undefined {
  for (const voter of voters) if (voter.covers(question, traits)) return voter.vote;
  return otherwise;
}

function ruleVote(policy: string, { id, effect, code, reason, hint, risk }: Rule): Decision {
  const given = { ...(hint !== undefined && { hint }), ...(risk !== undefined && { risk }) };
  if (effect === 'deny') {
    return Object.freeze({
      effect,
      policy,
      rule: id,
      code: code ?? DENIED,
      reason: reason ?? 'a rule of the policy denies this',
      ...given,
    });
  }
  return Object.freeze({
    effect,
    policy,
    rule: id,
    ...(code !== undefined && { code }),
    ...(reason !== undefined && { reason }),
    ...given,
  });
}

function defaultVote(policy: string, effect: Default, reason: string): Decision | undefined {
  if (effect === 'abstain') return undefined;
  return Object.freeze(effect === 'allow' ? { effect, policy } : { effect, policy, code: DENIED, reason });
}

/** When nobody votes. */
export const ALL_ABSTAIN: Decision = Object.freeze({ effect: 'deny', code: DENIED, reason: 'no policy allows this' });

/** A name that two readers may see differently. The wire refuses it before; here it meets no rule that could allow it. */
export const ODD_NAME: Decision = Object.freeze({
  effect: 'deny',
  code: DENIED,
  reason: 'the name holds control, format or line-separator characters',
});
