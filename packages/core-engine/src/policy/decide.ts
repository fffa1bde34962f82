import { costOfDecision } from '../condition/cost.js';
import type { Shared } from '../condition/scope.js';
import type { Decision, Effect, Obligations, Question } from '../decision.js';
import { extract } from '../destination/extract.js';
import type { Redaction } from '../redact/redaction.js';
import { wouldChange } from '../redact/would-change.js';
import type { UsageKey } from '../usage/usage.js';
import { withApprovals } from './approval.js';
import { ALL_ABSTAIN, ODD_NAME, PASSES } from './fixed.js';
import { mustBeApart } from './names.js';
import type { Policy } from './policy.js';
import type { Change, Vote } from './vote.js';

/** Who wrote the rules reads no more of them, and an agent could make each record of a large policy a long one. */
export const MOST_UNSURE = 10;

const ODD = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/**
 * What policy says about a call, its result, a request of the server or an entry of a list. Pure: the same policies and question give
 * the same decision, a frozen object. The strictest vote wins (deny, approve, allow); between equal ones the first policy's names rule,
 * code and hint. Without any vote, so also without any policy, the answer is no; only a result passes where no rule speaks of it. Throws
 * a `RangeError` where two policies have one name (`checkNames` says which).
 */
export function decide(policies: readonly Policy[], question: Question): Decision {
  return decideWith(policies, question);
}

/** `guessed`: the categories in place of those that the tool's name suggests. With more of them a denial stays one. */
export function decideWithHints(
  policies: readonly Policy[],
  question: Question,
  guessed: ReadonlySet<string>,
): Decision {
  return decideWith(policies, question, guessed);
}

function decideWith(policies: readonly Policy[], question: Question, guessed?: ReadonlySet<string>): Decision {
  mustBeApart(policies);
  const { tool, resource, prompt, phase } = question;
  if (isOdd(tool) || isOdd(resource) || isOdd(prompt)) return ODD_NAME;
  for (const policy of policies) if (!policy.isPlain(phase)) return weighAll(policies, question, guessed);
  let strictest: Decision | undefined;
  for (const policy of policies) {
    const vote = policy.vote(question, guessed);
    if (vote?.effect === 'deny') return vote;
    // Each may ask other people.
    if (vote?.effect === 'approve' && strictest?.effect === 'approve') return weighAll(policies, question, guessed);
    if (vote !== undefined && (strictest === undefined || isStricter(vote, strictest))) strictest = vote;
  }
  return strictest ?? ALL_ABSTAIN;
}

/** The counters that the decision may ask for: read them, and decide with what they say. */
export function usageKeys(policies: readonly Policy[], question: Question): readonly UsageKey[] {
  return policies.flatMap((policy) => (policy.needs.usage ? policy.usageKeys(question) : []));
}

/** Whether the decision may depend on what scanners find. */
export function wantsFindings(policies: readonly Policy[], question: Question): boolean {
  return policies.some((policy) => policy.needs.findings && policy.wantsFindings(question));
}

function weighAll(policies: readonly Policy[], question: Question, guessed?: ReadonlySet<string>): Decision {
  const shared: Shared = { extracts: extract(question), cost: costOfDecision() };
  const votes: Vote[] = policies.map((policy) => policy.tally(question, shared, guessed));
  let strictest: Decision | undefined;
  for (const { decision } of votes) {
    if (decision !== undefined && (strictest === undefined || isStricter(decision, strictest))) strictest = decision;
  }
  strictest ??= question.phase === 'result' ? PASSES : ALL_ABSTAIN;
  if (strictest.effect !== 'approve') return complete(strictest, votes, question);
  const others = votes.flatMap(({ decision }) => decision ?? []);
  return complete(withApprovals(strictest, others), votes, question);
}

/** The winning vote with what all of them ask for. A denial asks for nothing. */
export function complete(winner: Decision, votes: readonly Vote[], question: Question): Decision {
  const shadow = gather(votes, ({ shadow }) => shadow);
  const score = highest(question);
  const unsure = gather(votes, ({ unsure }) => unsure).slice(0, MOST_UNSURE);
  const common = {
    ...(score !== undefined && { score }),
    ...(shadow.length > 0 && { shadow }),
    ...(unsure.length > 0 && { unsure }),
  };
  if (winner.effect === 'deny') return Object.freeze({ ...winner, ...common });
  const parts = gather(votes, ({ changes }) => changes);
  const redact = gather(parts, ({ redactions }) => redactions);
  const marks = [...new Set(gather(votes, ({ marks }) => marks))];
  const reservations = gather(votes, ({ reservations }) => reservations);
  const changes = changesSomething(question, redact);
  const obligations: Obligations = {
    ...(changes && { redact }),
    ...(marks.length > 0 && { marks }),
    ...winner.obligations,
  };
  const effect: Effect = winner.effect === 'allow' && changes ? 'redact' : winner.effect;
  // What no rule decides is changed by somebody all the same.
  const changer = winner.rule === undefined && changes ? changerOf(parts, question) : undefined;
  return Object.freeze({
    ...winner,
    ...changer,
    effect,
    ...common,
    ...(Object.keys(obligations).length > 0 && { obligations }),
    ...(reservations.length > 0 && { reservations }),
  });
}

/** Almost always there is nothing: this is in the way of every call that a condition decides. */
function gather<From, Item>(parts: readonly From[], of: (part: From) => readonly Item[]): readonly Item[] {
  const all: Item[] = [];
  for (const part of parts) for (const item of of(part)) all.push(item);
  return all;
}

/** The first that changes something by itself. */
function changerOf(changes: readonly Change[], question: Question): Pick<Decision, 'policy' | 'rule'> | undefined {
  const [only, ...others] = changes;
  const found = others.length === 0 ? only : changes.find(({ redactions }) => changesSomething(question, redactions));
  if (found?.rule === undefined) return undefined;
  return { ...(found.policy !== undefined && { policy: found.policy }), rule: found.rule };
}

/** Of what the question is about: a result, else the arguments. */
function changesSomething({ phase, args, result, findings }: Question, redact: readonly Redaction[]): boolean {
  const value = phase === 'result' ? result : args;
  return redact.length > 0 && value !== undefined && wouldChange(value, redact, findings ?? []);
}

function highest({ findings }: Question): number | undefined {
  return findings?.reduce<number | undefined>(
    (most, { score }) => (most === undefined ? score : Math.max(most, score)),
    undefined,
  );
}

const STRICTNESS: Readonly<Record<Effect, number>> = { allow: 0, redact: 0, approve: 1, deny: 2 };

export function isStricter(one: Decision, other: Decision): boolean {
  return STRICTNESS[one.effect] > STRICTNESS[other.effect];
}

function isOdd(name: string | undefined): boolean {
  return name !== undefined && ODD.test(name);
}
