import type { Decision, Question } from '../decision.js';
import { categoriesOf } from './match/words.js';
import { ALL_ABSTAIN, ODD_NAME, type Policy } from './policy.js';

const ODD = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const NO_HINTS: ReadonlySet<string> = new Set();

/**
 * What policy says about a call, a request of the server or an entry of a list. Pure: the same policies and question give
 * the same decision. The strictest vote wins; between equal ones the first policy's names rule, code and hint. Without any
 * vote, so also without any policy, the answer is no.
 */
export function decide(policies: readonly Policy[], question: Question): Decision {
  const { tool, resource, prompt } = question;
  if ([tool, resource, prompt].some((name) => name !== undefined && ODD.test(name))) return ODD_NAME;
  return decideWithHints(policies, question, tool === undefined ? NO_HINTS : categoriesOf(tool));
}

/** `hints`: the categories that are guessed. With more of them a denial never becomes anything else. */
export function decideWithHints(policies: readonly Policy[], question: Question, hints: ReadonlySet<string>): Decision {
  let allowed: Decision | undefined;
  for (const policy of policies) {
    const vote = policy.vote(question, hints);
    if (vote?.effect === 'deny') return vote;
    allowed ??= vote;
  }
  return allowed ?? ALL_ABSTAIN;
}
