/**
 * A JSON value as a condition sees it. A number is one only where its text is exactly a double; objects are maps, so that `__proto__`
 * is a key like any other.
 */
export type Value =
  | null
  | boolean
  | number
  | string
  | Inexact
  | Unreadable
  | readonly Value[]
  | ReadonlyMap<string, Value>;

/** A number whose text is not exactly a double, such as 2^53+1 or 1e999: nothing that compares it can be evaluated. */
export class Inexact {
  /** As written. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What is there and over a bound of the reader, or has not come yet: nothing that looks at it, or into it, can be evaluated. */
export class Unreadable {
  readonly reason: 'too_deep' | 'too_many_values' | 'ambiguous' | 'not_yet';

  constructor(reason: Unreadable['reason']) {
    this.reason = reason;
  }
}

/** Arrays and objects inside each other that a value may have. The agent's lines have no more (`Limits.depth`), a server's may. */
export const DEEPEST_VALUE = 128;

/** Values inside of one value, itself included; an array of zeros that fills a line has 16 million. */
export const MOST_VALUES = 1_000_000;

export type ValueMap = ReadonlyMap<string, Value>;

export function isMap(value: Value | undefined): value is ValueMap {
  return value instanceof Map;
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}
