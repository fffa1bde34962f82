import type { Decision, Finding } from '../decision.js';
import type { CallEntry, RecordedDecision, RecordedFinding } from '../entries.js';
import type { Sha256 } from '../ports.js';
import { writeAmount } from '../usage/amount.js';
import type { Call } from './call.js';
import type { Judgement } from './judge.js';

/** Names the session and the server that a record is about. */
export interface Whereabouts {
  readonly session: string;
  readonly server: string;
}

/** What a record keeps of a decision: of a plain one the very object, so that the log may know it again. */
export function recorded(decision: Decision): RecordedDecision {
  const { hint, unevaluated, obligations, reservations, shadow, unsure, ...rest } = decision;
  const more = [hint, unevaluated, obligations, reservations, shadow, unsure];
  return more.every((one) => one === undefined) ? decision : rest;
}

export function recordedFindings(findings: readonly Finding[]): readonly RecordedFinding[] {
  return findings.map(({ type, path, range, score, scanner }) => ({
    type,
    path,
    ...(range && { range }),
    score,
    scanner,
  }));
}

/** The record of a decided call: `intent` where it may go on, `denied` where it may not. */
export function callEntry(
  call: Call,
  id: string,
  { principal, decision, subject, outgoing, findings }: Judgement,
  where: Whereabouts,
  sha256: Sha256,
): CallEntry {
  const { request, args, from } = call;
  const goesOn = decision.effect === 'allow' || decision.effect === 'redact';
  return {
    kind: goesOn ? 'intent' : 'denied',
    call: id,
    session: where.session,
    agent: principal.id,
    server: where.server,
    ...(from === 'server' && { from }),
    method: request.method,
    ...subject,
    ...(args && { args_sha256: sha256(request.bytes.subarray(args.start, args.end)) }),
    ...(args && outgoing !== request.bytes && { sent_sha256: sha256(sentArguments(request.bytes, outgoing, args)) }),
    decision: recorded(decision),
    ...(decision.shadow && { shadow: decision.shadow }),
    ...(findings && findings.length > 0 && { findings: recordedFindings(findings) }),
    ...(goesOn &&
      decision.reservations && {
        reserved: decision.reservations.map(({ key, amount }) => ({
          policy: key.policy,
          key: key.key,
          amount: writeAmount(amount),
        })),
      }),
  };
}

/** The arguments in the bytes that leave: all that a rule changes lies inside of them, so what stands before and behind is as it was. */
function sentArguments(
  came: Uint8Array,
  leaves: Uint8Array,
  args: { readonly start: number; readonly end: number },
): Uint8Array {
  return leaves.subarray(args.start, leaves.length - (came.length - args.end));
}
