import type { Limits } from '../limits.js';
import { QUOTE } from './chars.js';
import { paramKeysOf } from './keys.js';
import { refuseKeys } from './match.js';
import { MemberFields, Members } from './members.js';
import type { Fields, Id, Message, Reason, Span } from './message.js';
import type { Scan } from './scan.js';
import { isObject, readId, readInteger, readString } from './value.js';

/** A line that is JSON and whose envelope has each of its keys once, spelt as the protocol spells it. */
interface Envelope {
  readonly bytes: Uint8Array;
  readonly scan: Scan;
  readonly top: Fields;
  readonly limits: Limits;
}

/** The message in a line, or why there is none. `strict` judges the keys of `params` too. */
export function readEnvelope(bytes: Uint8Array, scan: Scan, limits: Limits, strict: boolean): Message | Reason {
  const top = new MemberFields(bytes, { start: 0, end: bytes.length }, scan.top);
  const envelope = { bytes, scan, top, limits };
  const version = top.get('jsonrpc');
  if (version === undefined || readString(bytes, version) !== '2.0') return 'bad_version';
  const idSpan = top.get('id');
  const id = idSpan === undefined ? undefined : readId(bytes, idSpan, limits);
  if (idSpan !== undefined && id === undefined) return isLongText(bytes, idSpan, limits.id) ? 'id_too_long' : 'bad_id';
  const identified = id === undefined || idSpan === undefined ? undefined : { id, idSpan };
  return top.get('method') === undefined ? readAnswer(envelope, identified) : readAsking(envelope, identified, strict);
}

type Identified = { readonly id: Id; readonly idSpan: Span } | undefined;

/** JSON-RPC 2.0, section 4: a request, or without an id a notification. */
function readAsking({ bytes, scan, top, limits }: Envelope, identified: Identified, strict: boolean): Message | Reason {
  const span = top.get('method') as Span;
  if (isLongText(bytes, span, limits.name)) return 'name_too_long';
  const method = readString(bytes, span);
  if (method === undefined || method === '') return 'bad_method';
  if (top.get('result') !== undefined || top.get('error') !== undefined) return 'mixed_message';
  const given = top.get('params');
  const params = given === undefined ? undefined : innerOf(bytes, scan, 'params', given);
  if (given !== undefined && params === undefined) return 'bad_params';
  if (strict && params !== undefined) {
    const members = membersOf(scan, 'params');
    const reason = refuseKeys(bytes, members, paramKeysOf(method), limits.name);
    if (reason !== undefined) return reason;
  }
  if (identified === undefined) {
    return params === undefined
      ? Object.freeze({ kind: 'notification', bytes, method })
      : Object.freeze({ kind: 'notification', bytes, method, params });
  }
  const { id, idSpan } = identified;
  return params === undefined
    ? Object.freeze({ kind: 'request', id, idSpan, bytes, method })
    : Object.freeze({ kind: 'request', id, idSpan, bytes, method, params });
}

/** JSON-RPC 2.0, section 5; in MCP a result is always an object. */
function readAnswer({ bytes, scan, top }: Envelope, identified: Identified): Message | Reason {
  const resultSpan = top.get('result');
  const errorSpan = top.get('error');
  if ((resultSpan === undefined) === (errorSpan === undefined)) return 'mixed_message';
  if (identified === undefined) return 'bad_id';
  if (resultSpan !== undefined) {
    const result = innerOf(bytes, scan, 'result', resultSpan);
    if (result === undefined) return 'bad_result';
    return Object.freeze({ kind: 'response', bytes, id: identified.id, idSpan: identified.idSpan, result });
  }
  const error = innerOf(bytes, scan, 'error', errorSpan as Span);
  const code = error?.get('code');
  const message = error?.get('message');
  if (error === undefined || code === undefined || message === undefined) return 'bad_error';
  if (readInteger(bytes, code) === undefined || readString(bytes, message) === undefined) return 'bad_error';
  return Object.freeze({ kind: 'response', bytes, id: identified.id, idSpan: identified.idSpan, error });
}

function innerOf(bytes: Uint8Array, scan: Scan, key: string, span: Span): Fields | undefined {
  return isObject(bytes, span) ? new MemberFields(bytes, span, membersOf(scan, key)) : undefined;
}

function membersOf(scan: Scan, key: string): Members {
  return scan.kept(key) ?? new Members(0);
}

/** Bytes as written, without the quotes. */
function isLongText(bytes: Uint8Array, span: Span, most: number): boolean {
  return bytes[span.start] === QUOTE && span.end - span.start - 2 > most;
}
