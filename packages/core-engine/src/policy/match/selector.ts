import type { Glob } from './glob.js';

/** A list of globs. One of the two lists may be empty, not both. */
export interface Selector {
  readonly positive: readonly Glob[];
  /** Entries that start with `!`, without it. */
  readonly excluded: readonly Glob[];
}

/**
 * No value meets an exclusion, and some value meets a positive entry if there is one. The two sides may see different values:
 * a guess counts only on the side where it makes the outcome stricter.
 */
export function selects(selector: Selector, wanted: Iterable<string>, unwanted: Iterable<string> = wanted): boolean {
  if (meets(selector.excluded, unwanted)) return false;
  return selector.positive.length === 0 || meets(selector.positive, wanted);
}

function meets(globs: readonly Glob[], values: Iterable<string>): boolean {
  for (const value of values) {
    if (globs.some((glob) => glob(value))) return true;
  }
  return false;
}
