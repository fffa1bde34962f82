import { join, type Mask } from './mask.js';
import { keysOf } from './path.js';

/** What scanners found in one value, or in a part of it where there is a range. */
export interface Found {
  readonly mask: Mask;
  /** As in `Finding`; nobody has checked it. */
  readonly range: readonly [start: number, end: number] | undefined;
}

/** The places of findings, as a tree of keys. */
export class Mark {
  readonly found: Found[] = [];
  readonly #below = new Map<string, Mark>();
  #isPlaced = false;

  get goesOn(): boolean {
    return this.#below.size > 0;
  }

  add(path: string, found: Found): void {
    let mark: Mark = this;
    for (const key of keysOf(path)) {
      const next = mark.below(key) ?? new Mark();
      mark.#below.set(nameOf(key), next);
      mark = next;
    }
    mark.found.push(found);
  }

  below(key: string | number): Mark | undefined {
    return this.#below.size === 0 ? undefined : this.#below.get(nameOf(key));
  }

  /** There is a value at this place, and what was found in it is seen to. */
  place(): void {
    this.#isPlaced = true;
  }

  /** The value is changed whole, with whatever is in it. */
  placeAll(): void {
    const waiting: Mark[] = [this];
    for (let mark = waiting.pop(); mark !== undefined; mark = waiting.pop()) {
      mark.#isPlaced = true;
      for (const below of mark.#below.values()) waiting.push(below);
    }
  }

  /** All masks of findings that have no place in the value. */
  lost(): Mask | undefined {
    let mask: Mask | undefined;
    const waiting: Mark[] = [this];
    for (let mark = waiting.pop(); mark !== undefined; mark = waiting.pop()) {
      if (!mark.#isPlaced) for (const found of mark.found) mask = join(mask, found.mask);
      for (const below of mark.#below.values()) waiting.push(below);
    }
    return mask;
  }

  /** All masks of what was found here, ranges or not. */
  mask(): Mask | undefined {
    let mask: Mask | undefined;
    for (const found of this.found) mask = join(mask, found.mask);
    return mask;
  }
}

/** With a letter in front: V8 hashes texts of digits without its secret seed, so that an attacker could choose keys that collide. */
function nameOf(key: string | number): string {
  return `k${key}`;
}
