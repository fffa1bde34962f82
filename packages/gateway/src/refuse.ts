import {
  errorAnswer,
  type Id,
  type Malformed,
  type RefusedEntry,
  rpcCodes,
  type Sha256,
  type Side,
} from '@ostiary/core-engine';

/** Why a message that is well formed is still not passed on. A closed list; together with the reader's reasons it goes on record. */
export type RelayReason =
  | Malformed['reason']
  | 'id_in_flight'
  | 'request_without_id'
  | 'unknown_method'
  | 'wrong_type'
  | 'control_character'
  | 'too_many_uris'
  | 'unknown_request'
  | 'unknown_answer'
  | 'second_answer'
  | 'late_answer'
  | 'too_many_in_flight'
  | 'queue_full'
  | 'closing'
  | 'no_answer'
  | 'unreadable_entry'
  | 'inner_request_denied'
  | 'line_without_end';

/** What a refusal is called on record and in the answer. */
export interface Verdict {
  readonly rpc: number;
  readonly code: string;
  readonly reason: RelayReason;
  readonly message: string;
}

const malformed = { rpc: -32600, code: 'OSTIARY_MALFORMED' };
const wrongType = { rpc: -32602, code: 'OSTIARY_WRONG_TYPE' };
const busy = { rpc: rpcCodes.OSTIARY_BUSY, code: 'OSTIARY_BUSY' };

/** The reasons for which the relay refuses a message that the reader accepted. */
export type RefusableReason =
  | 'id_in_flight'
  | 'request_without_id'
  | 'unknown_method'
  | 'wrong_type'
  | 'control_character'
  | 'name_too_long'
  | 'too_many_uris'
  | 'unknown_request'
  | 'too_many_in_flight'
  | 'queue_full'
  | 'closing'
  | 'inner_request_denied';

/** What each reason of the relay means to the one who is refused. The reader's own reasons bring their codes along. */
const verdicts: Readonly<{ [reason in RefusableReason]: Omit<Verdict, 'reason'> }> = {
  id_in_flight: { ...malformed, message: 'a request with this id is in flight' },
  request_without_id: { ...malformed, message: 'this method is a request and needs an id' },
  unknown_method: { rpc: rpcCodes.OSTIARY_UNKNOWN_METHOD, code: 'OSTIARY_UNKNOWN_METHOD', message: 'unknown method' },
  wrong_type: { ...wrongType, message: 'a part of params is missing or has the wrong type' },
  control_character: { ...wrongType, message: 'a name holds control, format or line separator characters' },
  name_too_long: { rpc: -32600, code: 'OSTIARY_TOO_LARGE', message: 'a name or URI is too long' },
  too_many_uris: { rpc: -32600, code: 'OSTIARY_TOO_LARGE', message: 'too many URIs in one request' },
  unknown_request: { ...malformed, message: 'no such request is in flight' },
  too_many_in_flight: { ...busy, message: 'too many requests in flight' },
  queue_full: { ...busy, message: 'too many bytes wait for the other side' },
  inner_request_denied: {
    rpc: rpcCodes.OSTIARY_DENIED,
    code: 'OSTIARY_DENIED',
    message: 'policy denies what it carries',
  },
  closing: { rpc: rpcCodes.OSTIARY_UPSTREAM_GONE, code: 'OSTIARY_UPSTREAM_GONE', message: 'the gateway is closing' },
};

export function verdict(reason: RefusableReason): Verdict {
  return { ...verdicts[reason], reason };
}

/** An answer that nobody waits for. */
export function stray(reason: 'unknown_answer' | 'second_answer' | 'late_answer'): Verdict {
  return { ...malformed, reason, message: 'nobody waits for this answer' };
}

/** A malformed line's own verdict, in words that quote nothing of it. */
export function verdictOf({ rpc, code, reason }: Malformed): Verdict {
  return { rpc, code, reason, message: `refused: ${reason.replaceAll('_', ' ')}` };
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

export function answerTo(id: Id | undefined, { rpc, code, reason, message }: Verdict): Uint8Array {
  return errorAnswer(id, rpc, message, { code, reason });
}
