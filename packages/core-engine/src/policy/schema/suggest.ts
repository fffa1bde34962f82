const LONGEST_SHOWN = 60;
/** Longer words are no typing mistakes, and the comparison costs the product of both lengths. */
const LONGEST_COMPARED = 40;

/** Input for a message: cut, in double quotes, with everything made visible that could break a line or reverse it. */
export function quote(text: string): string {
  const cut = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
  const shown = cut.replaceAll(/["\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (point) =>
    point === '"' ? '\\"' : `\\u{${(point.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return `"${shown}"`;
}

/** ` (did you mean "tools"?)`, or nothing where no word is near. */
export function didYouMean(word: string, words: readonly string[]): string {
  if (word.length > LONGEST_COMPARED) return '';
  const typed = word.toLowerCase();
  const near = words
    .map((candidate) => ({ candidate, mistakes: distance(typed, candidate.toLowerCase()) }))
    .filter(({ candidate, mistakes }) => mistakes <= Math.max(1, Math.floor(candidate.length / 3)))
    .toSorted((a, b) => a.mistakes - b.mistakes)[0];
  return near === undefined ? '' : ` (did you mean "${near.candidate}"?)`;
}

/** Letters to insert, drop, change or swap with the next one (optimal string alignment). */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const changed = a[row - 1] === b[column - 1] ? 0 : 1;
      let least = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + changed);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        least = Math.min(least, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(least);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
