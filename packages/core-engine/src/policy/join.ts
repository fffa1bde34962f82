import type { Decision, Question } from '../decision.js';
import { withApprovals } from './approval.js';
import { complete, isStricter } from './decide.js';
import type { Vote } from './vote.js';

/** Two decisions about one question as one: the stricter, of equal ones the first, with what both of them ask for. */
export function join(first: Decision, second: Decision, question: Question): Decision {
  const [winner, loser] = isStricter(second, first) ? [second, first] : [first, second];
  return complete(withApprovals(bare(winner), [loser]), [voteOf(first), voteOf(second)], question);
}

function voteOf({ policy, rule, obligations, reservations, shadow, unsure }: Decision): Vote {
  const { redact, marks } = obligations ?? {};
  const by = { ...(policy !== undefined && { policy }), ...(rule !== undefined && { rule }) };
  return {
    decision: undefined,
    changes: redact ? [{ ...by, redactions: redact }] : [],
    reservations: reservations ?? [],
    marks: marks ?? [],
    shadow: shadow ?? [],
    unsure: unsure ?? [],
  };
}

/** Without what votes add up to. */
function bare({ obligations, reservations, shadow, unsure, ...decision }: Decision): Decision {
  const approval = obligations?.approval;
  return {
    ...decision,
    effect: decision.effect === 'redact' ? 'allow' : decision.effect,
    ...(approval && { obligations: { approval } }),
  };
}
