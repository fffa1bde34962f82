import type { Decision, Question } from '../decision.js';
import { ALL_ABSTAIN, ODD_NAME, type Policy } from './policy.js';

const ODD = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/**
 * What policy says about a call, a request of the server or an entry of a list. Pure: the same policies and question give
 * the same decision, one frozen object. The strictest vote wins; between equal ones the first policy's names rule, code and
 * hint. Without any vote, so also without any policy, the answer is no.
 */
export function decide(policies: readonly Policy[], question: Question): Decision {
  const { tool, resource, prompt } = question;
  if (isOdd(tool) || isOdd(resource) || isOdd(prompt)) return ODD_NAME;
  return strictest(policies, question);
}

/** `guessed`: the categories in place of those that the tool's name suggests. With more of them a denial stays one. */
export function decideWithHints(
  policies: readonly Policy[],
  question: Question,
  guessed: ReadonlySet<string>,
): Decision {
  return strictest(policies, question, guessed);
}

function strictest(policies: readonly Policy[], question: Question, guessed?: ReadonlySet<string>): Decision {
  let allowed: Decision | undefined;
  for (const policy of policies) {
    const vote = policy.vote(question, guessed);
    if (vote?.effect === 'deny') return vote;
    allowed ??= vote;
  }
  return allowed ?? ALL_ABSTAIN;
}

function isOdd(name: string | undefined): boolean {
  return name !== undefined && ODD.test(name);
}
