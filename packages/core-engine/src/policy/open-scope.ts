import type { Scope } from '../condition/scope.js';
import type { Question } from '../decision.js';
import { Unreadable } from '../value/value.js';

/** As what is over a bound: it is there perhaps, and nothing that looks into it can be evaluated. */
const NOT_YET = new Unreadable('not_yet');

/**
 * What conditions see of an entry of a list: the call that it leads to has no arguments, session and findings yet, so nothing that asks
 * for them can be evaluated. Only the hosts of a resource are known, which its URI names.
 */
export function openScope({ question, extracts, lists, cost }: Scope): Scope {
  const { session, findings, usage, ...known } = question;
  const asked: Question = { ...known, args: NOT_YET };
  const hosts = question.resource === undefined ? undefined : extracts.hosts;
  return { question: asked, extracts: { text: undefined, urls: undefined, hosts }, lists, cost };
}
