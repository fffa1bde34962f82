import type { Glob, Head } from './glob.js';

/** A list of globs. One of the two lists may be empty, not both. */
export interface Selector {
  readonly positive: readonly Glob[];
  /** Of the positive entries. */
  readonly heads: readonly Head[];
  /** Entries that start with `!`, without it. */
  readonly excluded: readonly Glob[];
  /** As the author wrote it, for people. */
  readonly written?: readonly string[];
}

/** The value meets no exclusion, and some positive entry if there is one. */
export function selectsOne({ positive, excluded }: Selector, value: string): boolean {
  return !meetsAny(excluded, value) && (positive.length === 0 || meetsAny(positive, value));
}

/**
 * No value meets an exclusion, and some value meets a positive entry if there is one. The two sides may see different values:
 * a guess counts only on the side where it makes the outcome stricter.
 */
export function selects(selector: Selector, wanted: Iterable<string>, unwanted: Iterable<string> = wanted): boolean {
  if (someMeets(selector.excluded, unwanted)) return false;
  return selector.positive.length === 0 || someMeets(selector.positive, wanted);
}

function someMeets(globs: readonly Glob[], values: Iterable<string>): boolean {
  for (const value of values) if (meetsAny(globs, value)) return true;
  return false;
}

function meetsAny(globs: readonly Glob[], value: string): boolean {
  for (const glob of globs) if (glob(value)) return true;
  return false;
}
