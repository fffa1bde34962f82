import type { OutcomeEntry, OutcomeStatus } from '../entries.js';
import type { Sha256 } from '../ports.js';
import { readValue } from '../value/read.js';
import { Unreadable, type Value } from '../value/value.js';
import type { Response, Span } from '../wire/message.js';
import { isUnambiguous, readBoolean, readString } from '../wire/value.js';
import type { Answer } from './answer.js';
import type { Call } from './call.js';

function statusOf(call: Call, { bytes, result }: Response): OutcomeStatus {
  if (result === undefined) return 'rpc_error';
  const type = result.get('resultType');
  if (type && readString(bytes, type) === 'input_required') return 'input_required';
  const isError = result.get('isError');
  if (isError && readBoolean(bytes, isError)) return 'tool_error';
  return call.task && result.get('task') ? 'task' : 'ok';
}

/** What the log says of how a forwarded call ended. The digest is of the `result` or `error` value as it came. */
export function outcomeOf(call: Call, id: string, answer: Answer, ms: number, sha256: Sha256): OutcomeEntry {
  if (answer.kind !== 'response') return { kind: 'outcome', call: id, result: { status: answer.kind } };
  const { response } = answer;
  const span = (response.result ?? response.error)?.span ?? { start: 0, end: 0 };
  const result = {
    status: statusOf(call, response),
    bytes: span.end - span.start,
    sha256: sha256(response.bytes.subarray(span.start, span.end)),
    ms: Math.max(0, Math.round(ms)),
  };
  return { kind: 'outcome', call: id, result };
}

/**
 * A result as conditions see it. A server may write a key twice, and two readers of that would see two results: nothing about it can
 * be evaluated then, and what must be changed is looked for in the bytes.
 */
export function readResult(bytes: Uint8Array, span: Span): Value {
  return isUnambiguous(bytes, span) ? readValue(bytes, span) : new Unreadable('ambiguous');
}
