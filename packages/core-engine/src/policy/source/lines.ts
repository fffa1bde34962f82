import type { Place } from '../problem.js';

/** Finds the place of an offset in `text`; offset and column count UTF-16 units. */
export function countLines(text: string): (offset: number) => Place {
  const starts = [0];
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  let last = 0;
  return (offset) => {
    // Who reads on asks for places of one line, or of the next, again and again.
    let low = (starts[last] ?? 0) <= offset ? last : 0;
    let high =
      (starts[low + 2] ?? Number.POSITIVE_INFINITY) > offset ? Math.min(low + 2, starts.length) : starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    last = low;
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1, path: '' };
  };
}
