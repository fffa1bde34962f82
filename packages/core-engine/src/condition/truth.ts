/** Kleene's three values; undefined is what cannot be evaluated. */
export type Truth = boolean | undefined;

export function not(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}
