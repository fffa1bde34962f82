/** Edits that turn one word into the other: insertions, deletions, replacements (Levenshtein 1966). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** ` (did you mean …?)` where one of the known words is close enough to be meant, else nothing. */
export function suggest(word: string, known: Iterable<string>): string {
  let best = '';
  // A third of the letters may be wrong; words of any length from outside are cut first, the cost is quadratic.
  let least = Math.floor(Math.min(word.length, 40) / 3) + 1;
  for (const candidate of known) {
    const edits = distance(word.slice(0, 40).toLowerCase(), candidate.toLowerCase());
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best && ` (did you mean \`${best}\`?)`;
}
