import type { Decision, Question } from '../decision.js';
import { openBallot } from './ballot.js';
import type { Fact } from './match/facts.js';
import type { Rule, RulePhase } from './match/rule.js';
import type { Place } from './problem.js';

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
    .map((rule, rank) => Object.freeze({ ...rule, rank, vote: ruleVote(name, rule) }));
  const ballotOf = (phase: RulePhase) =>
    openBallot(
      voters.filter((voter) => voter.phase === phase),
      facts,
    );
  const [calls, requests] = [ballotOf('call'), ballotOf('request')];
  // Rules speak of calls unless they say otherwise, so who allows everything by rules may wonder about requests.
  const noCall = defaultVote(name, byDefault, 'no rule of the policy allows this');
  const noRequest = defaultVote(name, byDefault, 'no rule with "phase: request" allows this');
  return Object.freeze({
    name,
    rules: rules.length,
    file,
    place,
    vote(question: Question, guessed?: ReadonlySet<string>): Decision | undefined {
      // An entry of a list is judged as its call would be.
      const isRequest = question.phase === 'request';
      const voter = isRequest ? requests(question, guessed) : calls(question, guessed);
      return voter === undefined ? (isRequest ? noRequest : noCall) : voter.vote;
    },
  });
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
