import { fold } from './fold.js';
import type { ProtocolKeys } from './keys.js';
import type { Fields, Span } from './message.js';
import { BEYOND, ESCAPED } from './string.js';
import { isSpelt, readString } from './text.js';

/** Numbers kept of one member: key start, key end, value start, value end, marks. */
const STRIDE = 5;

/** One member of an object, or one element of an array (then `key` is empty). Keys and strings include their quotes. */
export interface Member {
  readonly key: Span;
  readonly value: Span;
}

/** The members of one object or the elements of one array, as places. Flat, because an object may have many. */
export class Members {
  readonly #places: number[] = [];
  readonly #most: number;
  /** True when there were more members than may be kept: those beyond are not here. */
  overflow = false;

  constructor(most: number) {
    this.#most = most * STRIDE;
  }

  /** A member begins; for an element of an array both places are its own start. */
  begin(keyStart: number, keyEnd: number, marks: number): void {
    if (this.#places.length >= this.#most) this.overflow = true;
    else this.#places.push(keyStart, keyEnd, keyEnd, -1, marks);
  }

  startValue(at: number): void {
    if (!this.overflow) this.#places[this.#places.length - 3] = at;
  }

  /** The member's value ended there and what follows was seen to belong to something else. */
  endValue(at: number): void {
    if (!this.overflow) this.#places[this.#places.length - 2] = at;
  }

  /** How many were read to their end. Only the last one can be incomplete, where the line broke off in it. */
  get count(): number {
    const length = this.#places.length;
    return length / STRIDE - (length > 0 && this.#places[length - 2] === -1 ? 1 : 0);
  }

  at(index: number): Member {
    return { key: this.key(index), value: this.value(index) };
  }

  key(index: number): Span {
    const base = index * STRIDE;
    return { start: this.#places[base] as number, end: this.#places[base + 1] as number };
  }

  value(index: number): Span {
    const base = index * STRIDE;
    return { start: this.#places[base + 2] as number, end: this.#places[base + 3] as number };
  }

  /** `ESCAPED`, `LONE`, `DAMAGED`, `BEYOND` of a member's key. */
  marks(index: number): number {
    return this.#places[index * STRIDE + 4] as number;
  }

  /** True of an element of an array, which has no key. */
  isElement(index: number): boolean {
    return this.#places[index * STRIDE] === this.#places[index * STRIDE + 1];
  }

  /** Of a member's key, in bytes as written, without its quotes. */
  keyLength(index: number): number {
    return (this.#places[index * STRIDE + 1] as number) - (this.#places[index * STRIDE] as number) - 2;
  }

  /** The key in the table that a member's key is, byte for byte. */
  spelling(bytes: Uint8Array, index: number, keys: ProtocolKeys): string | undefined {
    const base = index * STRIDE;
    const start = (this.#places[base] as number) + 1;
    const end = (this.#places[base + 1] as number) - 1;
    const { spelt } = keys;
    for (let at = 0; at < spelt.length; at += 1) {
      const key = spelt[at] as string;
      if (isSpelt(bytes, start, end, key)) return key;
    }
    return undefined;
  }

  /** The key in the table that a forgiving parser could take a member's key for. */
  resembles(bytes: Uint8Array, index: number, keys: ProtocolKeys): string | undefined {
    const base = index * STRIDE;
    const start = this.#places[base] as number;
    const end = this.#places[base + 1] as number;
    const isPlain = ((this.#places[base + 4] as number) & (ESCAPED | BEYOND)) === 0;
    // Folding plain ASCII changes letters and not how many there are.
    if (isPlain && !keys.spelt.some(({ length }) => length === end - start - 2)) return undefined;
    return keys.get(fold(readString(bytes, { start, end }) as string));
  }

  /** The value of the last member with this decoded key. */
  find(bytes: Uint8Array, key: string): Span | undefined {
    for (let index = this.count - 1; index >= 0; index -= 1) {
      const base = index * STRIDE;
      const start = this.#places[base] as number;
      const end = this.#places[base + 1] as number;
      // Only what is written in plain ASCII can be compared as it is written.
      const decodes = ((this.#places[base + 4] as number) & (ESCAPED | BEYOND)) !== 0;
      const isIt = decodes ? readString(bytes, { start, end }) === key : isSpelt(bytes, start + 1, end - 1, key);
      if (isIt) return this.value(index);
    }
    return undefined;
  }
}

/** Asked by comparing places, not from a map of keys: nothing is built and no choice of keys makes it slow. */
export class MemberFields implements Fields {
  readonly span: Span;
  readonly #bytes: Uint8Array;
  readonly #members: Members;

  constructor(bytes: Uint8Array, span: Span, members: Members) {
    this.span = span;
    this.#bytes = bytes;
    this.#members = members;
  }

  get(key: string): Span | undefined {
    return this.#members.find(this.#bytes, key);
  }

  hasLookAlike(keys: ProtocolKeys): boolean {
    const bytes = this.#bytes;
    const members = this.#members;
    for (let index = 0; index < members.count; index += 1) {
      if (members.spelling(bytes, index, keys) !== undefined) continue;
      const meant = members.resembles(bytes, index, keys);
      // Spelt right by way of escapes is spelt right, for every parser.
      if (meant !== undefined && readString(bytes, members.key(index)) !== meant) return true;
    }
    return false;
  }

  *entries(): Iterable<{ readonly key: string; readonly value: Span; readonly member: Span }> {
    for (let index = 0; index < this.#members.count; index += 1) {
      const { key, value } = this.#members.at(index);
      yield { key: readString(this.#bytes, key) as string, value, member: { start: key.start, end: value.end } };
    }
  }
}
