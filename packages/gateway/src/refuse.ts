import {
  type Malformed,
  type Verdict as Named,
  type RefusedEntry,
  rpcCodes,
  type Sha256,
  type Side,
  type UnfitReason,
  unfit,
} from '@ostiary/core-engine';

/** Why a message that is well formed is still not passed on. A closed list; together with the reader's reasons it goes on record. */
export type RelayReason =
  | Malformed['reason']
  | UnfitReason
  | 'id_in_flight'
  | 'unknown_request'
  | 'unknown_answer'
  | 'second_answer'
  | 'late_answer'
  | 'too_many_in_flight'
  | 'queue_full'
  | 'closing'
  | 'fault'
  | 'no_answer'
  | 'unreadable_entry'
  | 'task_result_denied'
  | 'line_without_end';

/** Why a message is not passed on, and how that is told. */
export type Verdict = Named<RelayReason>;

const malformed = { rpc: -32600, code: 'OSTIARY_MALFORMED' };
const busy = { rpc: rpcCodes.OSTIARY_BUSY, code: 'OSTIARY_BUSY' };

/** The reasons for which the relay refuses a message that the reader accepted. */
export type RefusableReason =
  | 'id_in_flight'
  | UnfitReason
  | 'unknown_request'
  | 'too_many_in_flight'
  | 'queue_full'
  | 'closing'
  | 'fault';

/** What each reason of the relay means to the one who is refused. The reader's own reasons bring their codes along. */
const verdicts: Readonly<{ [reason in RefusableReason]: Omit<Verdict, 'reason'> }> = {
  ...unfit,
  id_in_flight: { ...malformed, message: 'a request with this id is in flight' },
  unknown_request: { ...malformed, message: 'no such request is in flight' },
  too_many_in_flight: { ...busy, message: 'too many requests in flight' },
  queue_full: { ...busy, message: 'too many bytes wait for the other side' },
  closing: { rpc: rpcCodes.OSTIARY_UPSTREAM_GONE, code: 'OSTIARY_UPSTREAM_GONE', message: 'the gateway is closing' },
  fault: { rpc: rpcCodes.OSTIARY_FAULT, code: 'OSTIARY_FAULT', message: 'the gateway failed on this request' },
};

export function verdict(reason: RefusableReason): Verdict {
  return { ...verdicts[reason], reason };
}

/** An answer that nobody waits for. */
export function stray(reason: 'unknown_answer' | 'second_answer' | 'late_answer'): Verdict {
  return { ...malformed, reason, message: 'nobody waits for this answer' };
}

/** The record of a message that is not passed on. */
export function refusedEntry(
  from: Side,
  { code, reason }: Pick<Verdict, 'code' | 'reason'>,
  line: Uint8Array,
  sha256: Sha256,
): RefusedEntry {
  return { kind: 'refused', from, code, reason, bytes: line.length, sha256: sha256(line) };
}
