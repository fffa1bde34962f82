import type { Side } from '../entries.js';
import type { Id, Malformed } from '../wire/message.js';
import type { Unreadable } from './call.js';
import { errorAnswer, rpcCodes } from './refusal.js';

/** What a refusal is called on record and in the answer. */
export interface Verdict<Reason extends string = string> {
  readonly rpc: number;
  readonly code: string;
  readonly reason: Reason;
  readonly message: string;
}

/** The reasons for which a well-formed message is refused by what it is, whatever else is going on. */
export type UnfitReason =
  | Unreadable['reason']
  | 'request_without_id'
  | 'unknown_method'
  | 'inner_request_denied'
  | 'bad_result';

const malformed = { rpc: -32600, code: 'OSTIARY_MALFORMED' };
const tooLarge = { rpc: -32600, code: 'OSTIARY_TOO_LARGE' };
const wrongType = { rpc: -32602, code: 'OSTIARY_WRONG_TYPE' };

export const unfit: Readonly<{ [reason in UnfitReason]: Omit<Verdict, 'reason'> }> = {
  request_without_id: { ...malformed, message: 'this method is a request and needs an id' },
  unknown_method: { rpc: rpcCodes.OSTIARY_UNKNOWN_METHOD, code: 'OSTIARY_UNKNOWN_METHOD', message: 'unknown method' },
  wrong_type: { ...wrongType, message: 'a part of params is missing or has the wrong type' },
  control_character: { ...wrongType, message: 'a name holds control, format or line separator characters' },
  name_too_long: { ...tooLarge, message: 'a name or URI is too long' },
  too_many_uris: { ...tooLarge, message: 'too many URIs in one request' },
  inner_request_denied: {
    rpc: rpcCodes.OSTIARY_DENIED,
    code: 'OSTIARY_DENIED',
    message: 'policy denies what it carries',
  },
  bad_result: { ...malformed, message: 'the answer cannot be judged' },
};

/** A malformed line's own verdict, in words that quote nothing of it. */
export function verdictOf({ rpc, code, reason }: Malformed): Verdict<Malformed['reason']> {
  return { rpc, code, reason, message: `refused: ${reason.replaceAll('_', ' ')}` };
}

/** Whether a malformed line may be somebody's answer to a request of the other side. */
export function mayAnswer({ shape, reason }: Malformed): boolean {
  return shape === 'response' || shape === 'unknown' || reason === 'mixed_message';
}

/**
 * Whether the one who sent a malformed line is told. A server's noise gets no answer: it would take one for a message of its own. Its
 * requests, and whatever the agent sends, do; but not an answer without an id, which may be an answer to one of ours, and so on for ever.
 *
 * @param garbled it was the answer to a request of the other side.
 */
export function isTold({ shape, id }: Malformed, from: Side, garbled: boolean): boolean {
  const isAnswer = shape === 'response' && (garbled || id === undefined);
  return from === 'agent' ? !isAnswer : shape === 'request' && !garbled;
}

export function answerTo(id: Id | undefined, { rpc, code, reason, message }: Verdict): Uint8Array {
  return errorAnswer(id, rpc, message, { code, reason });
}
