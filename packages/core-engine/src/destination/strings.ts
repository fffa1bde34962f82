import { edgesOf } from '../value/edges.js';
import { Inexact, isList, isMap, Unreadable, type Value } from '../value/value.js';

/** Every string of a value in order; the keys of objects too where they are asked for. Undefined stands for what cannot be read. */
export function* stringsOf(value: Value | undefined, withKeys: boolean): Iterable<string | undefined> {
  if (typeof value === 'string') yield value;
  else if (value instanceof Unreadable) yield undefined;
  else if (isList(value)) for (const item of value) yield* stringsOf(item, withKeys);
  else if (isMap(value)) {
    for (const [key, item] of value) {
      if (withKeys) yield key;
      yield* stringsOf(item, withKeys);
    }
  }
}

/** All values that are no list or object, in order, as text: strings as they are, the rest as JSON writes it. Undefined where one cannot be read. */
export function textOf(value: Value | undefined): string | undefined {
  const texts: string[] = [];
  let isWhole = true;
  const add = (item: Value): void => {
    if (isList(item)) item.forEach(add);
    else if (isMap(item)) item.forEach(add);
    else if (item instanceof Inexact) texts.push(item.text);
    else if (item instanceof Unreadable) isWhole = false;
    else texts.push(typeof item === 'string' ? item : JSON.stringify(item));
  };
  if (value !== undefined) add(value);
  return isWhole ? texts.join(' ') : undefined;
}

const OPENERS: ReadonlySet<string> = new Set(['{', '[', '"']);
const LITERAL = /"[^"\\]*(?:\\.[^"\\]*)*"/g;

/** What it costs to look for JSON in a text, in the units of Effort. */
export function costOfJson(text: string): number {
  return mayBeJson(text, edgesOf(text).start) ? 4 * text.length : 0;
}

function mayBeJson(text: string, start: number): boolean {
  return OPENERS.has(text.charAt(start));
}

/**
 * Every string and key of a text that is JSON, escapes decoded, in order; of doubled keys both. Undefined where the text is none.
 */
export function literalsIn(text: string): readonly string[] | undefined {
  const { start, end } = edgesOf(text);
  if (!mayBeJson(text, start)) return undefined;
  try {
    JSON.parse(text.slice(start, end));
  } catch {
    return undefined;
  }
  // What was parsed holds a quote nowhere but around its strings.
  return (text.match(LITERAL) ?? []).map((literal) => JSON.parse(literal) as string);
}
