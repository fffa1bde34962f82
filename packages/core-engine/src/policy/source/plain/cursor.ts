import type { Place } from '../../problem.js';
import { DEEPEST } from '../node.js';

/** Of blocks, and of brackets in the innermost of them: together not deeper than a policy may be. */
export const DEEPEST_PLAIN: number = DEEPEST / 2;

/** Thrown where a text leaves the plain forms, and caught by `readPlain`: the library then reads all of it. */
export class NotPlain extends Error {
  override readonly name = 'NotPlain';
}

/** A place in a text that only moves forward. Patterns are sticky. */
export interface Cursor {
  readonly place: () => Place;
  /** The character here, empty at the end of the text. */
  readonly char: () => string;
  /** Whether this character is here; moves behind it. */
  readonly skip: (char: string) => boolean;
  /** What the pattern meets here, undefined where it does not hold; moves behind it. */
  readonly take: (pattern: RegExp) => string | undefined;
  /** The same, where nothing else is plain. */
  readonly must: (pattern: RegExp) => string;
  /** The same without moving. */
  readonly sees: (pattern: RegExp) => boolean;
}

export function openCursor(text: string, at: (offset: number) => Place): Cursor {
  let index = 0;
  const sees = (pattern: RegExp): boolean => {
    pattern.lastIndex = index;
    return pattern.test(text);
  };
  const take = (pattern: RegExp): string | undefined => {
    if (!sees(pattern)) return undefined;
    const start = index;
    index = pattern.lastIndex;
    return text.slice(start, index);
  };
  return {
    place: () => at(index),
    char: () => text.charAt(index),
    skip(char) {
      const is = text.startsWith(char, index);
      if (is) index += char.length;
      return is;
    },
    take,
    must(pattern) {
      const taken = take(pattern);
      if (taken === undefined) throw new NotPlain();
      return taken;
    },
    sees,
  };
}
