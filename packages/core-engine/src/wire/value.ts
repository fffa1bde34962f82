import type { Limits } from '../limits.js';
import { MINUS, NINE, OPEN_ARRAY, OPEN_OBJECT, QUOTE, ZERO } from './chars.js';
import { MemberFields } from './members.js';
import type { Fields, Id, Span } from './message.js';
import { type Rules, Scan } from './scan.js';
import { readString } from './text.js';

export { readString } from './text.js';

// Everything here works on spans of a line that the reader accepted, and looks at nothing outside of them.

const loneSurrogate = /\p{Surrogate}/u;

const anyDepth = Number.POSITIVE_INFINITY;
/** A server's body has no limit of its own on keys and elements; what is looked into has this one, so that no answer costs without end. */
const mostMembers = 100_000;
const unbounded = { depth: anyDepth, keys: mostMembers, string: Number.POSITIVE_INFINITY, keep: [] };
const lax: Rules = { ...unbounded, keysTo: 0, textTo: 0 };
const clean: Rules = { ...unbounded, keysTo: anyDepth, textTo: anyDepth };

/** An id: a string of at most `limits.id` bytes as written, without lone surrogates, or an integer as `readInteger` takes it; else undefined. */
export function readId(bytes: Uint8Array, span: Span, limits: Limits): Id | undefined {
  if (bytes[span.start] !== QUOTE) return readInteger(bytes, span);
  if (span.end - span.start - 2 > limits.id) return undefined;
  const text = readString(bytes, span);
  return text === undefined || loneSurrogate.test(text) ? undefined : text;
}

/** An integer within ±(2^53−1) without fraction and exponent, not `-0`: one that every parser reads alike. Else undefined. */
export function readInteger(bytes: Uint8Array, span: Span): number | undefined {
  const first = bytes[span.start] as number;
  if (first !== MINUS && (first < ZERO || first > NINE)) return undefined;
  const start = first === MINUS ? span.start + 1 : span.start;
  if (start === span.end || (bytes[start] === ZERO && span.end - span.start > 1)) return undefined;
  // What is over 2^53 may round, and only ever to something that is no safe integer either.
  let value = 0;
  for (let at = start; at < span.end; at += 1) {
    const digit = (bytes[at] as number) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return undefined;
    value = value * 10 + digit;
  }
  if (!Number.isSafeInteger(value)) return undefined;
  return first === MINUS ? -value : value;
}

export function readBoolean(bytes: Uint8Array, span: Span): boolean | undefined {
  if (bytes[span.start] === 0x74) return true;
  return bytes[span.start] === 0x66 ? false : undefined;
}

export function isObject(bytes: Uint8Array, span: Span): boolean {
  return bytes[span.start] === OPEN_OBJECT;
}

export function isArray(bytes: Uint8Array, span: Span): boolean {
  return bytes[span.start] === OPEN_ARRAY;
}

/**
 * The members of an object, undefined where the value is none or has more than 100,000. Of members with one key `get` takes the last, as
 * JSON.parse does.
 */
export function fields(bytes: Uint8Array, span: Span): Fields | undefined {
  if (!isObject(bytes, span)) return undefined;
  const { top } = new Scan(bytes, span, lax).run();
  return top.overflow ? undefined : new MemberFields(bytes, span, top);
}

/** The elements of an array, undefined where the value is none or has more than 100,000. */
export function items(bytes: Uint8Array, span: Span): Span[] | undefined {
  if (!isArray(bytes, span)) return undefined;
  const { top } = new Scan(bytes, span, lax).run();
  return top.overflow ? undefined : Array.from({ length: top.count }, (_, index) => top.value(index));
}

/** Whether all parsers read this value alike: at no depth a key twice in one object or half of a surrogate pair. Not where it has over 100,000 keys. */
export function isUnambiguous(bytes: Uint8Array, span: Span): boolean {
  return new Scan(bytes, span, clean).run().refused === undefined;
}
