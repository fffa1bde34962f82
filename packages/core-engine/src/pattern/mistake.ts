import type { PatternMistake } from './load.js';

/** What other engines know and a linear one cannot offer, by how it begins. */
const UNSUPPORTED: readonly (readonly [start: RegExp, what: string])[] = [
  [/^\(\?[=!]/, 'lookahead is not supported'],
  [/^\(\?<[=!]/, 'lookbehind is not supported'],
  [/^\\(?:[1-9]|k)/, 'backreferences are not supported'],
  [/^\(\?>/, 'atomic groups are not supported'],
  [/^[*+?}]\+|^\{[\d,]+\}\+/, 'possessive repetition is not supported'],
];

/** What the engine says: its own words, and the part of the source that it means (null: its end). */
interface SyntaxError {
  readonly error: string;
  readonly input: string | null;
}

/** The part that is meant may stand in the source more than once; farther than this it is not looked for. */
const MOST_PLACES = 16;

/** The engine stops at the first mistake, so the place is the first up to which the source has this very mistake. */
export function describeMistake(
  source: string,
  { error, input }: SyntaxError,
  errorOf: (source: string) => SyntaxError | undefined,
): PatternMistake {
  const part = input ?? '';
  const [, unsupported] = UNSUPPORTED.find(([start]) => start.test(part)) ?? [];
  const mistake = unsupported ?? error;
  if (part === '') return { mistake, at: Math.max(source.length - 1, 0) };
  const first = source.indexOf(part);
  let at = first;
  for (let tried = 0; at !== -1 && tried < MOST_PLACES; tried += 1) {
    const same = errorOf(source.slice(0, at + part.length));
    if (same?.error === error && same.input === input) return { mistake, at };
    at = source.indexOf(part, at + 1);
  }
  return { mistake, at: Math.max(first, 0) };
}
