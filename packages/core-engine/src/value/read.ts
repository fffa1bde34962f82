import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COMMA,
  MINUS,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  SPACE,
  ZERO,
} from '../wire/chars.js';
import type { Span } from '../wire/message.js';
import { scanScalar } from '../wire/scalar.js';
import { readString } from '../wire/text.js';
import { readNumber } from './number.js';
import { DEEPEST_VALUE, type Inexact, MOST_VALUES, Unreadable, type Value } from './value.js';

const ascii = new TextDecoder();

/** Integers of so many digits are doubles, and are most numbers that there are. */
const PLAIN_DIGITS = 15;

/**
 * The value of a span of a line that the reader accepted. Of two keys of one object, which only a server's line has, the last wins, as in
 * JSON.parse. What is over a bound becomes `Unreadable`: the part that is too deep, or the whole that has too many values.
 */
export function readValue(bytes: Uint8Array, span: Span): Value {
  const reader = new ValueReader(bytes, span);
  const value = reader.read(1);
  return reader.left < 0 ? new Unreadable('too_many_values') : value;
}

class ValueReader {
  left = MOST_VALUES;
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at: number;

  constructor(bytes: Uint8Array, span: Span) {
    this.#bytes = bytes;
    this.#at = span.start;
    this.#end = span.end;
  }

  /** The value that begins behind the white space here. Calls itself once a level. */
  read(depth: number): Value {
    this.left -= 1;
    const byte = this.#skipSpace();
    if (byte === QUOTE) return this.#readText();
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      if (depth > DEEPEST_VALUE) return this.#skipDeep();
      return byte === OPEN_OBJECT ? this.#readMap(depth) : this.#readList(depth);
    }
    return this.#readScalar(byte);
  }

  #readMap(depth: number): Value {
    const map = new Map<string, Value>();
    while (this.#goesOn(CLOSE_OBJECT)) {
      this.#skipSpace();
      const key = this.#readText();
      this.#skipSpace();
      this.#at += 1; // the colon
      map.set(key, this.read(depth + 1));
    }
    return map;
  }

  #readList(depth: number): Value {
    const list: Value[] = [];
    while (this.#goesOn(CLOSE_ARRAY)) list.push(this.read(depth + 1));
    return list;
  }

  /** Steps over an opening bracket or a comma, and over the closing bracket if it stands here. */
  #goesOn(close: number): boolean {
    const byte = this.#skipSpace();
    if (byte !== close) {
      this.#at += 1;
      if (byte === COMMA || this.#skipSpace() !== close) return this.left >= 0 && this.#at < this.#end;
    }
    this.#at += 1;
    return false;
  }

  #readText(): string {
    const start = this.#at;
    this.#skipText();
    return readString(this.#bytes, { start, end: this.#at }) as string;
  }

  #skipText(): void {
    const bytes = this.#bytes;
    let at = this.#at + 1;
    while (at < this.#end && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
    this.#at = at + 1;
  }

  #readScalar(byte: number): Value {
    const start = this.#at;
    const end = scanScalar(this.#bytes, start, this.#end);
    if (end < 0) throw new RangeError(`no value at byte \`${start}\` of a line that was accepted`);
    this.#at = end;
    if (byte === 0x74) return true;
    if (byte === 0x66) return false;
    if (byte === 0x6e) return null;
    return readNumberAt(this.#bytes, start, end);
  }

  #skipDeep(): Value {
    let open = 0;
    do {
      const byte = this.#bytes[this.#at] as number;
      if (byte === QUOTE) {
        this.#skipText();
        continue;
      }
      if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) open += 1;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) open -= 1;
      this.#at += 1;
    } while (open > 0 && this.#at < this.#end);
    return new Unreadable('too_deep');
  }

  /** The byte behind white space, 0 at the end. */
  #skipSpace(): number {
    while (this.#at < this.#end && (this.#bytes[this.#at] as number) <= SPACE) this.#at += 1;
    return this.#at < this.#end ? (this.#bytes[this.#at] as number) : 0;
  }
}

function readNumberAt(bytes: Uint8Array, start: number, end: number): number | Inexact {
  const negative = bytes[start] === MINUS;
  const first = negative ? start + 1 : start;
  if (end - first <= PLAIN_DIGITS) {
    let number = 0;
    let at = first;
    for (; at < end; at += 1) {
      const digit = (bytes[at] as number) - ZERO;
      if (!(digit >= 0 && digit <= 9)) break;
      number = number * 10 + digit;
    }
    if (at === end) return negative && number !== 0 ? -number : number;
  }
  return readNumber(ascii.decode(bytes.subarray(start, end)));
}
