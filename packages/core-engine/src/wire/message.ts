import type { ProtocolKeys } from './keys.js';

/** A half-open byte range `[start, end)` of the line that it was read from. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A JSON-RPC request id: told apart by type and by decoded value. */
export type Id = string | number;

/** The members of one JSON object, found by the reader and not built. */
export interface Fields {
  /** The object itself, braces included. */
  readonly span: Span;
  /** The value of the member with this decoded key, or undefined. */
  get(key: string): Span | undefined;
  /** All members in their order. `key` is decoded, `member` reaches from the key's quote to the end of the value. */
  entries(): Iterable<{ readonly key: string; readonly value: Span; readonly member: Span }>;
  /**
   * Whether it has a key that a forgiving parser takes for one of these (`Name` for `name`; Go's encoding/json does) although it is
   * another one. For objects below `params`, where the reader itself does not look, and which policy reads all the same.
   */
  hasLookAlike(keys: ProtocolKeys): boolean;
}

interface Line {
  /** The line without its end, as it came. Nobody changes it. */
  readonly bytes: Uint8Array;
}

/** A message that waits for an answer. */
export interface Request extends Line {
  readonly kind: 'request';
  readonly id: Id;
  /** The id as written. */
  readonly idSpan: Span;
  readonly method: string;
  readonly params?: Fields;
}

/** A message that waits for none. */
export interface Notification extends Line {
  readonly kind: 'notification';
  readonly method: string;
  readonly params?: Fields;
}

/** An answer as it was read: exactly one of `result` and `error`. */
export interface Response extends Line {
  readonly kind: 'response';
  readonly id: Id;
  readonly idSpan: Span;
  readonly result?: Fields;
  readonly error?: Fields;
}

export type Message = Request | Notification | Response;

/** Why a line is not a message. A closed list; goes on record and into the answer. */
export type Reason =
  | 'not_json'
  | 'invalid_utf8'
  | 'byte_order_mark'
  | 'raw_carriage_return'
  | 'trailing_bytes'
  | 'batch'
  | 'not_an_object'
  | 'duplicate_key'
  | 'look_alike_key'
  | 'escaped_key'
  | 'lone_surrogate'
  | 'too_deep'
  | 'too_many_keys'
  | 'line_too_long'
  | 'string_too_long'
  | 'name_too_long'
  | 'id_too_long'
  | 'bad_id'
  | 'bad_version'
  | 'bad_method'
  | 'bad_params'
  | 'bad_result'
  | 'bad_error'
  | 'mixed_message';

/** A line that is refused. */
export interface Malformed {
  readonly kind: 'malformed';
  readonly reason: Reason;
  /** The JSON-RPC code: -32700 not JSON, -32600 ambiguous, malformed or too large, -32602 wrong types. */
  readonly rpc: -32700 | -32600 | -32602;
  readonly code: 'OSTIARY_MALFORMED' | 'OSTIARY_TOO_LARGE' | 'OSTIARY_WRONG_TYPE';
  /**
   * The line's id, where it was read whole and unambiguously. From the agent only when the whole line was seen to be JSON;
   * from a server also when the line broke off behind it, because that request must not wait for ever.
   */
  readonly id?: Id;
  /**
   * What the line would have been, as far as it shows: with `method` (however spelt) a request or notification, else with
   * `result` or `error` a response.
   */
  readonly shape: 'request' | 'notification' | 'response' | 'unknown';
}
