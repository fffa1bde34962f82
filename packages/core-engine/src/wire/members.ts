import type { Fields, Span } from './message.js';
import { BEYOND, ESCAPED } from './string.js';
import { isSpelt, readString } from './text.js';

/** Numbers kept of one member: key start, key end, value start, value end, marks. */
const STRIDE = 5;

/** One member of an object, or one element of an array (then `key` is empty). Keys and strings include their quotes. */
export interface Member {
  readonly key: Span;
  readonly value: Span;
  /** `ESCAPED`, `LONE`, `DAMAGED`, `BEYOND` of the key. */
  readonly marks: number;
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
    const base = index * STRIDE;
    const place = (offset: number): number => this.#places[base + offset] as number;
    return { key: { start: place(0), end: place(1) }, value: { start: place(2), end: place(3) }, marks: place(4) };
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
      if (isIt) return this.at(index).value;
    }
    return undefined;
  }
}

/** Asked by comparing places, not from a map of keys: nothing is built and no choice of keys makes it slow. */
export function fieldsOf(bytes: Uint8Array, span: Span, members: Members): Fields {
  return Object.freeze({
    span,
    get: (key: string) => members.find(bytes, key),
    *entries() {
      for (let index = 0; index < members.count; index += 1) {
        const { key, value } = members.at(index);
        yield { key: readString(bytes, key) as string, value, member: { start: key.start, end: value.end } };
      }
    },
  });
}
