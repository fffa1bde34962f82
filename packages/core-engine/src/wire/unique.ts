import { readString } from './text.js';

/** Objects with up to this many keys are compared key by key, without decoding: almost every object there is. */
const FEW = 16;

/**
 * Notices a key that stands twice in one object, by decoded value, for all objects that are open at one time.
 * Costs a bounded number of comparisons a key, whatever the keys are.
 */
export class KeySets {
  /** Keys of the open objects with few keys, outermost first: places of the opening quotes and behind the closing ones. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  #count = 0;
  /** By depth: where an object's keys begin in the two lists above. */
  readonly #first: number[] = [];
  /** By depth: all keys of an object that has many, or one with an escape. */
  readonly #many: (Set<string> | undefined)[] = [];

  /** Nothing is open any more, whatever a text that broke off has left. */
  clear(): void {
    this.#count = 0;
    this.#many.length = 0;
  }

  open(depth: number): void {
    this.#first[depth] = this.#count;
    this.#many[depth] = undefined;
  }

  close(depth: number): void {
    this.#count = this.#first[depth] as number;
    this.#many[depth] = undefined;
  }

  /** Adds a key, quotes included, to the object that is open at `depth`. False where the object has it already. */
  add(bytes: Uint8Array, depth: number, start: number, end: number, escaped: boolean): boolean {
    let many = this.#many[depth];
    const first = this.#first[depth] as number;
    if (many === undefined) {
      if (!escaped && this.#count - first < FEW) {
        for (let index = first; index < this.#count; index += 1) {
          if (isSame(bytes, this.#starts[index] as number, this.#ends[index] as number, start, end)) return false;
        }
        this.#starts[this.#count] = start;
        this.#ends[this.#count] = end;
        this.#count += 1;
        return true;
      }
      many = new Set();
      for (let index = first; index < this.#count; index += 1) {
        many.add(keyOf(bytes, this.#starts[index] as number, this.#ends[index] as number));
      }
      this.#many[depth] = many;
    }
    const size = many.size;
    many.add(keyOf(bytes, start, end));
    return many.size > size;
  }
}

/** From the last byte backwards: keys of one object often share their beginning. */
function isSame(bytes: Uint8Array, oneStart: number, oneEnd: number, start: number, end: number): boolean {
  if (oneEnd - oneStart !== end - start) return false;
  let one = oneEnd - 2;
  for (let at = end - 2; at > start; at -= 1) {
    if (bytes[at] !== bytes[one]) return false;
    one -= 1;
  }
  return true;
}

/** With a letter in front: V8 hashes texts of digits without its secret seed, so that an attacker could choose keys that collide. */
function keyOf(bytes: Uint8Array, start: number, end: number): string {
  return `k${readString(bytes, { start, end })}`;
}
