import { isList, isMap, Unreadable, type Value } from './value.js';

/** One step of a path: a key of an object, and where it can be one, an index of a list. */
interface Step {
  readonly key: string;
  readonly index: number | undefined;
}

/** A dotted path, compiled. */
export type Path = readonly Step[];

/** Says what is wrong with a path, and at which UTF-16 unit of it. */
export interface PathMistake {
  readonly mistake: string;
  readonly at: number;
}

/** Longer numbers are keys only: no list has so many items. */
const INDEX = /^(?:0|[1-9]\d{0,8})$/;

/** Keys joined by dots, `filters.region`; items of lists by index from 0, `items.0.price`. `\.` is a dot in a key, `\\` a backslash. */
export function compilePath(text: string): Path | PathMistake {
  const steps: Step[] = [];
  let key = '';
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const unit = text[at];
    if (unit === undefined || unit === '.') {
      if (at === start) return { mistake: 'a key of the path is empty', at };
      steps.push({ key, index: INDEX.test(key) ? Number(key) : undefined });
      key = '';
      start = at + 1;
    } else if (unit === '\\') {
      const next = text[at + 1];
      if (next !== '.' && next !== '\\') {
        return { mistake: 'a backslash in the path stands before a dot or another backslash only', at };
      }
      key += next;
      at += 1;
    } else key += unit;
  }
  return steps;
}

export function isPath(compiled: Path | PathMistake): compiled is Path {
  return !('mistake' in compiled);
}

/** The value at the end of a path; undefined where it is missing, `Unreadable` where the way to it is. */
export function lookUp(value: Value | undefined, path: Path): Value | undefined {
  let found = value;
  for (const { key, index } of path) {
    if (found instanceof Unreadable) return found;
    if (isMap(found)) found = found.get(key);
    else if (isList(found) && index !== undefined) found = found[index];
    else return undefined;
  }
  return found;
}
