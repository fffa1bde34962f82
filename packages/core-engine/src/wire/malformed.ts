import type { Id, Malformed, Reason } from './message.js';

type Verdict = readonly [Malformed['rpc'], Malformed['code']];

const notJson: Verdict = [-32700, 'OSTIARY_MALFORMED'];
const invalid: Verdict = [-32600, 'OSTIARY_MALFORMED'];
const tooLarge: Verdict = [-32600, 'OSTIARY_TOO_LARGE'];

/** A raw CR is JSON, and `params` that is no object is a message: neither is -32700 (JSON-RPC 2.0, section 5.1). */
const verdicts: Readonly<Record<Reason, Verdict>> = {
  not_json: notJson,
  invalid_utf8: notJson,
  byte_order_mark: notJson,
  trailing_bytes: notJson,
  raw_carriage_return: invalid,
  batch: invalid,
  not_an_object: invalid,
  duplicate_key: invalid,
  look_alike_key: invalid,
  escaped_key: invalid,
  lone_surrogate: invalid,
  too_deep: tooLarge,
  too_many_keys: tooLarge,
  line_too_long: tooLarge,
  string_too_long: tooLarge,
  name_too_long: tooLarge,
  id_too_long: tooLarge,
  bad_id: invalid,
  bad_version: invalid,
  bad_method: invalid,
  bad_params: [-32602, 'OSTIARY_WRONG_TYPE'],
  bad_result: invalid,
  bad_error: invalid,
  mixed_message: invalid,
};

export function malformed(reason: Reason, shape: Malformed['shape'], id: Id | undefined): Malformed {
  const [rpc, code] = verdicts[reason];
  return Object.freeze({ kind: 'malformed', reason, rpc, code, shape, ...(id === undefined ? {} : { id }) });
}
