/**
 * What no reader sees, or sees as part of the letter before it: marks (combining, variation selectors), separators and white
 * space, control, format, private and unassigned characters, default-ignorable ones (Hangul fillers), the empty Braille cell.
 */
const invisible = /[\p{M}\p{Z}\p{C}\p{Default_Ignorable_Code_Point}\s\u2800]/gu;

/** Longer than any protocol key. What folds to more is none, and need not be folded to its end. */
const LONGEST = 64;

/** Characters folded at once. Bounds what a text costs that grows when it is normalised (U+FDFA becomes 18 characters). */
const PIECE = 1024;

const printable = /^[!-~]*$/;

/**
 * The text as the most forgiving parser might compare it: compatibility decomposition, case folding (by upper case, which
 * also brings the dotless and the long letters home), without marks and invisible characters. NFKD and not NFKC, so that
 * accents fall off with the other marks. Letters of other scripts that only look alike (Cyrillic) stay what they are.
 * Cut off where it is longer than any protocol key.
 */
export function fold(text: string): string {
  if (printable.test(text)) return text.slice(0, LONGEST).toLowerCase();
  let folded = '';
  let at = 0;
  while (at < text.length && folded.length < LONGEST) {
    let end = at + PIECE;
    if (isHighSurrogate(text.charCodeAt(end - 1))) end += 1; // no piece ends inside a character
    // Marks go before case does: the upper case of U+0345 is a letter.
    folded += text.slice(at, end).normalize('NFKD').replace(invisible, '').toUpperCase().toLowerCase();
    at = end;
  }
  return folded;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
