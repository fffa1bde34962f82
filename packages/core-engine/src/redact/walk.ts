import { CLOSE_ARRAY, CLOSE_OBJECT, COMMA, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from '../wire/chars.js';
import type { Span } from '../wire/message.js';
import type { Change } from './change.js';
import { keptIn } from './kept.js';
import { FULL, join, type Mask, maskOther, maskText } from './mask.js';
import { findJson, isJson } from './nested.js';
import { elementOf, goesOn, isRemoved, maskAt, memberOf, type Place } from './plan.js';
import { maskRanges, rangesIn } from './ranges.js';
import { Removal } from './removal.js';
import { endOf, project, type Source, skipSpace, textSource } from './source.js';

/** Objects and arrays inside each other, texts included: twice what the reader takes by default. Each costs a call. */
export const DEEPEST = 256;
/** JSON in JSON in JSON …; each costs the length of its text again. */
const MOST_LEVELS = 8;

/** The changes that the value at `start` needs, in order. It is changed inside and never as a whole, if it has an inside. */
export function changesAt(source: Source, start: number, top: Place): readonly Change[] {
  const walk = new Walk(source);
  const isContainer = source.bytes[start] === OPEN_OBJECT || source.bytes[start] === OPEN_ARRAY;
  if (isContainer && goesOn(top)) walk.walkInside(start, top);
  else if (!isContainer) walk.walk(start, top);
  return walk.changes;
}

/**
 * The changes that a text needs: one for all of it, or some inside. What cannot be looked into is masked in full: too deep, too
 * many texts in each other, or not JSON by our reading and perhaps by another.
 */
export function changesOf(text: string, place: Place): readonly Change[] {
  const { front, mark, every } = place;
  mark?.place();
  const found = mark?.found ?? [];
  const ranges = rangesIn(text, found);
  let whole = join(front.hit, every);
  if (whole !== undefined || ranges === undefined) whole = join(whole, mark?.mask());
  const inside = whole === undefined ? changesInside(text, place) : [];
  if (inside === undefined) whole = FULL;
  if (whole === undefined) return maskRanges(text, ranges ?? [], inside ?? []);
  mark?.placeAll();
  const masked = maskText(whole, text);
  return masked === text ? [] : [{ start: 0, end: text.length, text: masked }];
}

/** The changes in the JSON that a text holds; undefined where it may hold what must be changed and cannot be looked into. */
function changesInside(text: string, place: Place): readonly Change[] | undefined {
  const { front, mark, level } = place;
  if (!front.goesOn && mark?.goesOn !== true) return [];
  const nested = findJson(text);
  if (nested === undefined) return [];
  if (level >= MOST_LEVELS) return undefined;
  const is = isJson(text.slice(nested.start, nested.end));
  if (is === true) return changesInJson(text, nested, { ...place, level: level + 1 });
  return is === false && !(nested.isSuspect && front.isNamedIn(text)) ? [] : undefined;
}

/** A text in a text is one place with it: what is done there is done to the outer one. */
function changesInJson(text: string, span: Span, place: Place): readonly Change[] | undefined {
  const source = textSource(text);
  if (source.bytes[span.start] !== QUOTE) return changesAt(source, span.start, place);
  const changes = changesInside(source.read(span), place);
  return changes && project(source, span, changes);
}

/** Goes over JSON once, from the front, with one call for each object or array that may hold something to change. */
class Walk {
  readonly changes: Change[] = [];
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  /** All of these give the end of the value that begins at `start`. */
  walk(start: number, place: Place): number {
    const { bytes } = this.#source;
    if (bytes[start] === QUOTE) return this.#walkText(start, place);
    const mask = maskAt(place);
    if (mask !== undefined) return this.#mask(start, place, mask);
    place.mark?.place();
    const isContainer = bytes[start] === OPEN_OBJECT || bytes[start] === OPEN_ARRAY;
    if (!isContainer || !goesOn(place)) return endOf(bytes, start);
    return place.depth >= DEEPEST ? this.#mask(start, place, FULL) : this.walkInside(start, place);
  }

  walkInside(start: number, place: Place): number {
    const source = this.#source;
    const { bytes } = source;
    const removal = new Removal(this.changes);
    const isObject = bytes[start] === OPEN_OBJECT;
    let at = skipSpace(bytes, start + 1);
    if (bytes[at] === (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) return at + 1;
    for (let index = 0; ; index += 1) {
      const first = at;
      let next: Place;
      if (isObject) {
        const end = endOf(bytes, at);
        next = memberOf(place, source.read({ start: at, end }));
        at = skipSpace(bytes, skipSpace(bytes, end) + 1);
      } else next = elementOf(place, index);
      const goes = isRemoved(next, bytes[at] === QUOTE);
      removal.begin(first, goes);
      if (goes) next.mark?.placeAll();
      const end = goes ? endOf(bytes, at) : this.walk(at, next);
      removal.end(end);
      at = skipSpace(bytes, end);
      if (bytes[at] !== COMMA) {
        removal.close();
        return at + 1;
      }
      at = skipSpace(bytes, at + 1);
    }
  }

  #walkText(start: number, place: Place): number {
    const end = endOf(this.#source.bytes, start);
    if (maskAt(place) === undefined && !goesOn(place)) return end;
    const string = { start, end };
    for (const change of project(this.#source, string, changesOf(this.#source.read(string), place))) {
      this.changes.push(change);
    }
    return end;
  }

  #mask(start: number, { mark }: Place, mask: Mask): number {
    const { bytes } = this.#source;
    const end = endOf(bytes, start);
    mark?.placeAll();
    const text = maskOther(mask, keptIn(bytes, start, end));
    if (text !== undefined) this.changes.push({ start, end, text });
    return end;
  }
}
