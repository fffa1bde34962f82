/** Kleene's three values; undefined is what cannot be evaluated. */
export type Truth = boolean | undefined;

export function not(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}

/** False where one is false, else undefined where one is. Asks no further than the first false one. */
export function all<Item>(items: Iterable<Item>, holds: (item: Item) => Truth): Truth {
  let truth: Truth = true;
  for (const item of items) {
    const one = holds(item);
    if (one === false) return false;
    if (one === undefined) truth = undefined;
  }
  return truth;
}

/** True where one is true, else undefined where one is. Asks no further than the first true one. */
export function any<Item>(items: Iterable<Item>, holds: (item: Item) => Truth): Truth {
  let truth: Truth = false;
  for (const item of items) {
    const one = holds(item);
    if (one === true) return true;
    if (one === undefined) truth = undefined;
  }
  return truth;
}
