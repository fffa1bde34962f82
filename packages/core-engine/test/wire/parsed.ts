import type { Fields, Message, Span } from '../../src/wire/message.js';
import { parseJson } from './parse-json.js';

/** What a message says, from its spans alone, each parsed for itself: to be compared with what JSON.parse makes of the line. */
export function parseMessage(message: Message): unknown {
  const parse = (span: Span): unknown => parseSpan(message.bytes, span);
  const rest = parseJson(Buffer.from(message.bytes).toString()) as object;
  if (message.kind === 'response') {
    const [key, value] = message.result === undefined ? ['error', message.error] : ['result', message.result];
    return { ...rest, id: message.id, [key as string]: parseFields(value as Fields, parse) };
  }
  const params = message.params === undefined ? {} : { params: parseFields(message.params, parse) };
  const id = message.kind === 'request' ? { id: message.id } : {};
  return { ...rest, ...id, method: message.method, ...params };
}

/** An object from its members; `Object.fromEntries` defines `__proto__` as a member, as JSON.parse does. */
export function parseFields(fields: Fields, parse: (span: Span) => unknown): unknown {
  return Object.fromEntries(Array.from(fields.entries(), ({ key, value }) => [key, parse(value)]));
}

export function parseSpan(bytes: Uint8Array, span: Span): unknown {
  return parseJson(Buffer.from(bytes.subarray(span.start, span.end)).toString());
}
