import type { Decision, Question } from '../decision.js';
import { applyFacts, type Fact } from './match/facts.js';
import type { Rule } from './match/rule.js';
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
  /** @internal Undefined: it abstains. `hints`: the categories that are guessed. */
  readonly vote: (question: Question, hints: ReadonlySet<string>) => Decision | undefined;
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
  const ordered = rules.toSorted((a, b) => a.priority - b.priority);
  return Object.freeze({
    name,
    rules: rules.length,
    file,
    place,
    vote(question: Question, hints: ReadonlySet<string>): Decision | undefined {
      const asked = applyFacts(facts, question, hints);
      const rule = ordered.find(({ covers }) => covers(asked));
      return rule === undefined ? defaultVote(name, byDefault, question) : ruleVote(name, rule);
    },
  });
}

function ruleVote(policy: string, { id, effect, code, reason, hint, risk }: Rule): Decision {
  const given = { ...(hint !== undefined && { hint }), ...(risk !== undefined && { risk }) };
  if (effect === 'deny') {
    return {
      effect,
      policy,
      rule: id,
      code: code ?? DENIED,
      reason: reason ?? 'a rule of the policy denies this',
      ...given,
    };
  }
  return {
    effect,
    policy,
    rule: id,
    ...(code !== undefined && { code }),
    ...(reason !== undefined && { reason }),
    ...given,
  };
}

function defaultVote(policy: string, effect: Default, { phase }: Question): Decision | undefined {
  if (effect === 'abstain') return undefined;
  if (effect === 'allow') return { effect, policy };
  // Rules speak of calls unless they say otherwise, so who allows everything by rules may wonder about requests.
  const which = phase === 'request' ? 'no rule with "phase: request" allows this' : 'no rule of the policy allows this';
  return { effect, policy, code: DENIED, reason: which };
}

/** When nobody votes. */
export const ALL_ABSTAIN: Decision = Object.freeze({ effect: 'deny', code: DENIED, reason: 'no policy allows this' });

/** A name that two readers may see differently. The wire refuses it before; here it meets no rule that could allow it. */
export const ODD_NAME: Decision = Object.freeze({
  effect: 'deny',
  code: DENIED,
  reason: 'the name holds control, format or line-separator characters',
});
