/**
 * A JSON value as a condition sees it. A number is one only where its text is exactly a double; objects are maps, so that `__proto__`
 * is a key like any other.
 */
export type Value = null | boolean | number | string | Inexact | readonly Value[] | ReadonlyMap<string, Value>;

/** A number whose text is not exactly a double, such as 2^53+1 or 1e999: nothing that compares it can be evaluated. */
export class Inexact {
  /** As written. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type ValueMap = ReadonlyMap<string, Value>;

export function isMap(value: Value | undefined): value is ValueMap {
  return value instanceof Map;
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}
