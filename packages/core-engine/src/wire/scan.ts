import {
  CARRIAGE_RETURN,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  SPACE,
  TAB,
} from './chars.js';
import { Members } from './members.js';
import type { Reason, Span } from './message.js';
import { scanScalar } from './scalar.js';
import { isSpeltOddly } from './spelling.js';
import { DAMAGED, ESCAPED, LONE, type Seen, scanString } from './string.js';
import { isSpelt } from './text.js';
import { KeySets } from './unique.js';

/** How strictly a value is read. Depth 1 is the outermost object or array. */
export interface Rules {
  /** Down to this depth keys are unique, counted, free of lone surrogates and without escapes that nobody needs. */
  readonly keysTo: number;
  /** Down to this depth strings that are values are free of lone surrogates. */
  readonly textTo: number;
  /** As in `Limits`. */
  readonly depth: number;
  readonly keys: number;
  readonly string: number;
  /** The members at depth 1 with these keys, spelt so, have their own members kept where they are objects. */
  readonly keep: readonly string[];
}

/** Members of an object that is looked into, and the one before it. */
interface Kept {
  readonly key: string;
  readonly members: Members;
  readonly before: Kept | undefined;
}

const ARRAY = 0;
const OBJECT = 1;

// A scan runs to its end before another begins, so all of them work in the same memory.
const firstLevels = new Uint8Array(64);
const sets = new KeySets();

/**
 * One pass over one JSON value, without recursion: says whether it is JSON, where its members are, and the first thing about
 * it that the rules refuse. Goes on behind such a thing, only no longer looking for more of them, so that it costs linear time.
 */
export class Scan {
  /** Members of the outermost object or elements of the outermost array. */
  readonly top: Members;
  /** Why this is not JSON. */
  broken: Reason | undefined;
  /** The first thing that the rules refuse. */
  refused: Reason | undefined;

  readonly #bytes: Uint8Array;
  readonly #end: number;
  readonly #rules: Rules;
  #at: number;
  #depth = 0;
  /** What is open at each depth. Grows: a line may be one long run of brackets. */
  #open: Uint8Array = firstLevels;
  readonly #sets: KeySets = sets;
  #keys = 0;
  /** Becomes 0 with the first refusal: from then on only the outermost members matter. */
  #keysTo: number;
  /** The last object whose members are kept, and its key. */
  #kept: Kept | undefined;
  /** The object at depth 2 whose members are kept. */
  #inner: Members | undefined;
  /** Where members at the present depth go. */
  #here: Members | undefined;
  readonly #seen: Seen = { marks: 0 };

  constructor(bytes: Uint8Array, span: Span, rules: Rules) {
    this.#bytes = bytes;
    this.#at = span.start;
    this.#end = span.end;
    this.#rules = rules;
    this.#keysTo = rules.keysTo;
    this.top = new Members(rules.keys);
  }

  run(): this {
    this.#sets.clear();
    while (this.#readValue() && this.#readNext());
    this.#skipSpace();
    if (this.#at < this.#end) this.breakOff('trailing_bytes'); // where nothing broke before
    return this;
  }

  /** Members of the last object with this key, which is one of `keep`. */
  kept(key: string): Members | undefined {
    let found = this.#kept;
    while (found !== undefined && found.key !== key) found = found.before;
    return found?.members;
  }

  refuse(reason: Reason): void {
    this.refused ??= reason;
    this.#keysTo = 0;
  }

  /** Always false, for `return`. */
  breakOff(reason: Reason): boolean {
    this.broken ??= reason;
    return false;
  }

  /** From where a value must begin to the end of a scalar or of an empty array or object. */
  #readValue(): boolean {
    for (;;) {
      const byte = this.#skipSpace();
      if (this.#depth === 1 && this.#open[1] === ARRAY) this.#here?.begin(this.#at, this.#at, 0);
      this.#here?.startValue(this.#at);
      if (byte === OPEN_OBJECT) {
        this.#enter(OBJECT);
        if (this.#skipSpace() === CLOSE_OBJECT) return this.#leave();
        if (!this.#readKey()) return false;
      } else if (byte === OPEN_ARRAY) {
        this.#enter(ARRAY);
        if (this.#skipSpace() === CLOSE_ARRAY) return this.#leave();
      } else if (byte === QUOTE) {
        return this.#readText(this.#depth <= this.#rules.textTo);
      } else {
        const end = scanScalar(this.#bytes, this.#at, this.#end);
        if (end < 0) return this.breakOff('not_json');
        this.#at = end;
        return true;
      }
    }
  }

  /** From behind a value to where the next one must begin. False at the end of everything too. */
  #readNext(): boolean {
    while (this.#depth > 0) {
      const end = this.#at;
      const byte = this.#skipSpace();
      const isObject = this.#open[this.#depth] === OBJECT;
      if (byte === COMMA) {
        this.#here?.endValue(end);
        this.#at += 1;
        return isObject ? this.#readKey() : true;
      }
      if (byte !== (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) return this.breakOff('not_json');
      this.#here?.endValue(end);
      this.#leave();
    }
    return false;
  }

  /** A key and its colon. */
  #readKey(): boolean {
    if (this.#skipSpace() !== QUOTE) return this.breakOff('not_json');
    const start = this.#at;
    const counts = this.#depth <= this.#keysTo;
    if (!this.#readText(counts)) return false;
    const end = this.#at;
    const { marks } = this.#seen;
    if (this.#skipSpace() !== COLON) return this.breakOff('not_json');
    this.#at += 1;
    if (counts) this.#checkKey(start, end, marks);
    this.#here?.begin(start, end, marks);
    if (this.#depth === 1) this.#inner = this.#keptFor(start, end);
    return true;
  }

  #checkKey(start: number, end: number, marks: number): void {
    this.#keys += 1;
    const isSurplus = this.#keys > this.#rules.keys;
    if (isSurplus) this.refuse('too_many_keys');
    if (isSurplus || (marks & (DAMAGED | LONE)) !== 0) return; // refused, and maybe not a text to compare
    const isEscaped = (marks & ESCAPED) !== 0;
    if (!this.#sets.add(this.#bytes, this.#depth, start, end, isEscaped)) this.refuse('duplicate_key');
    else if (isEscaped && isSpeltOddly(this.#bytes, start, end)) this.refuse('escaped_key');
  }

  #readText(clean: boolean): boolean {
    const start = this.#at + 1;
    const end = scanString(this.#bytes, start, this.#end, this.#seen);
    if (end < 0) return this.breakOff('not_json');
    this.#at = end + 1;
    const { marks } = this.#seen;
    if ((marks & DAMAGED) !== 0) this.breakOff('invalid_utf8');
    if (clean && (marks & LONE) !== 0) this.refuse('lone_surrogate');
    if (end - start > this.#rules.string) this.refuse('string_too_long');
    return true;
  }

  #keptFor(start: number, end: number): Members | undefined {
    const { keep } = this.#rules;
    for (let at = 0; at < keep.length; at += 1) {
      const key = keep[at] as string;
      if (!isSpelt(this.#bytes, start + 1, end - 1, key)) continue;
      const members = new Members(this.#rules.keys);
      this.#kept = { key, members, before: this.#kept };
      return members;
    }
    return undefined;
  }

  #enter(kind: number): void {
    this.#at += 1;
    this.#depth += 1;
    if (this.#depth === this.#open.length) {
      const grown = new Uint8Array(this.#depth * 2);
      grown.set(this.#open);
      this.#open = grown;
    }
    this.#open[this.#depth] = kind;
    if (this.#depth > this.#rules.depth) this.refuse('too_deep');
    if (kind === OBJECT && this.#depth <= this.#keysTo) this.#sets.open(this.#depth);
    this.#settle();
  }

  /** Always true, for `return`. */
  #leave(): boolean {
    if (this.#open[this.#depth] === OBJECT && this.#depth <= this.#keysTo) this.#sets.close(this.#depth);
    this.#at += 1;
    this.#depth -= 1;
    this.#settle();
    return true;
  }

  #settle(): void {
    if (this.#depth === 1) this.#here = this.top;
    else if (this.#depth === 2 && this.#open[2] === OBJECT) this.#here = this.#inner;
    else this.#here = undefined;
  }

  /** The byte that stands behind white space, 0 (which begins nothing) at the end. */
  #skipSpace(): number {
    const bytes = this.#bytes;
    const end = this.#end;
    let at = this.#at;
    let byte = 0;
    for (; at < end; at += 1) {
      byte = bytes[at] as number;
      if (byte === CARRIAGE_RETURN) this.refuse('raw_carriage_return');
      else if (byte !== SPACE && byte !== TAB) break; // a line feed too: it cannot stand inside a line
    }
    this.#at = at;
    return at < end ? byte : 0;
  }
}
