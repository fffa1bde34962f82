import type { Decision, Principal, Subject } from '../decision.js';
import type { CallEntry, RecordedDecision } from '../entries.js';
import type { Sha256 } from '../ports.js';
import type { Call } from './call.js';

/** Names the session and the server that a record is about. */
export interface Whereabouts {
  readonly session: string;
  readonly server: string;
}

export function recorded(decision: Decision): RecordedDecision {
  if (decision.hint === undefined) return decision;
  const { hint: _, ...rest } = decision;
  return rest;
}

/** The record of a decided call: `intent` where it may go on, `denied` where it may not. */
export function callEntry(
  call: Call,
  id: string,
  principal: Principal,
  decision: Decision,
  subject: Subject | undefined,
  where: Whereabouts,
  sha256: Sha256,
): CallEntry {
  const { request, args, from } = call;
  return {
    kind: decision.effect === 'allow' ? 'intent' : 'denied',
    call: id,
    session: where.session,
    agent: principal.id,
    server: where.server,
    ...(from === 'server' && { from }),
    method: request.method,
    ...subject,
    ...(args && { args_sha256: sha256(request.bytes.subarray(args.start, args.end)) }),
    decision: recorded(decision),
  };
}
