import type { Decision, Finding } from '../decision.js';
import { redact } from '../redact/redact.js';
import type { Response, Span } from '../wire/message.js';
import { splice } from '../wire/splice.js';
import type { Call } from './call.js';

/** The call's bytes as policy wants them to leave. Throws where a change cannot be made, and the call must then be refused. */
export function editCall({ request, args }: Call, decision: Decision, findings?: readonly Finding[]): Uint8Array {
  const { bytes } = request;
  if (decision.effect !== 'redact') return bytes;
  if (args === undefined) throw new Error('policy changes what has no place in the bytes');
  return edit(bytes, args, decision, findings);
}

/**
 * What policy has decided, where it can be carried out. What rules see of a completion is put together from two members, so it has no
 * span and no path leads into its bytes: what would be changed there is refused.
 */
export function feasible({ args, request }: Call, decision: Decision): Decision {
  if (decision.effect !== 'redact' || args !== undefined) return decision;
  return cannotChange(decision, `the argument of ${request.method}`);
}

/** A denial, so that neither record nor answer speaks of a change that nobody made. */
export function cannotChange({ policy, rule }: Decision, what: string): Decision {
  return {
    effect: 'deny',
    ...(policy !== undefined && { policy }),
    ...(rule !== undefined && { rule }),
    code: 'OSTIARY_DENIED',
    reason: `a rule changes it, and ${what} cannot be changed`,
  };
}

/** The answer's bytes as policy wants them to reach the agent. */
export function editResult(
  bytes: Uint8Array,
  span: Span,
  decision: Decision,
  findings?: readonly Finding[],
): Uint8Array {
  return decision.obligations?.redact ? edit(bytes, span, decision, findings) : bytes;
}

export function spanOf({ result, error }: Response): Span | undefined {
  return (result ?? error)?.span;
}

function edit(bytes: Uint8Array, span: Span, { obligations }: Decision, findings: readonly Finding[] = []): Uint8Array {
  const edits = redact(bytes, span, obligations?.redact ?? [], findings);
  return edits.length === 0 ? bytes : splice(bytes, edits);
}
