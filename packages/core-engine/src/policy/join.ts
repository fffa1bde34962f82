import type { Decision, Question } from '../decision.js';
import { complete, isStricter } from './decide.js';
import type { Vote } from './vote.js';

/** Two decisions about one question as one: the stricter, of equal ones the first, with what both of them ask for. */
export function join(first: Decision, second: Decision, question: Question): Decision {
  return complete(bare(isStricter(second, first) ? second : first), [voteOf(first), voteOf(second)], question);
}

function voteOf({ obligations, reservations, shadow }: Decision): Vote {
  const { redact, marks } = obligations ?? {};
  return {
    decision: undefined,
    redactions: redact ?? [],
    reservations: reservations ?? [],
    marks: marks ?? [],
    shadow: shadow ?? [],
  };
}

/** Without what votes add up to. */
function bare({ obligations, reservations, shadow, ...decision }: Decision): Decision {
  const approval = obligations?.approval;
  return {
    ...decision,
    effect: decision.effect === 'redact' ? 'allow' : decision.effect,
    ...(approval && { obligations: { approval } }),
  };
}
