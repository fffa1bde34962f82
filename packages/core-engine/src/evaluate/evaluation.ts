import type { UnfitReason } from '../call/verdict.js';
import type { Decision } from '../decision.js';
import type { Side } from '../entries.js';
import type { Message, Reason } from '../wire/message.js';

/** Tells one side that something does not go on. */
export interface Refusal {
  /** Who waits: the sender of a request, and where an answer is withheld the one who asked. */
  readonly to: Side;
  /** A JSON-RPC answer without a line end. */
  readonly bytes: Uint8Array;
}

/** What became of one message. What has no `forward` must not be passed on; what has no `refusal` either is dropped in silence. */
export type Evaluation =
  /** Policy was asked about it. */
  | {
      readonly kind: 'governed';
      readonly message: Message;
      readonly decision: Decision;
      /** The very bytes that came where nothing changes. */
      readonly forward?: Uint8Array;
      readonly refusal?: Refusal;
    }
  /** Policy has no say. Of a list that a server answers, without the entries that policy denies. */
  | { readonly kind: 'relayed'; readonly message: Message; readonly forward: Uint8Array }
  /** A message that nobody may get, whatever policy says. */
  | {
      readonly kind: 'refused';
      readonly message: Message;
      readonly reason: UnfitReason | 'unknown_answer';
      readonly refusal?: Refusal;
    }
  /** No message. */
  | { readonly kind: 'malformed'; readonly reason: Reason; readonly refusal?: Refusal };
