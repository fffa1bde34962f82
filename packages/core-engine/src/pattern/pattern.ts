import { RE2JS, RE2JSSyntaxException, RE2Set } from 're2js';
import type { CompilePattern, Pattern, PatternMistake } from './load.js';
import { describeMistake } from './mistake.js';
import { isOver } from './size.js';

/** Under a pattern a longer text cannot be evaluated. UTF-8 bytes. */
const MOST_BYTES = 64 * 1024;
/** UTF-16 units. Compiling 4,096 of the worst, Unicode classes without case, takes 100 ms. */
const LONGEST_SOURCE = 4096;
/**
 * Instructions. Where the states of a pattern explode, each byte costs some 10 ns for each of them (docs/decisions/007-patterns.md), so
 * 160 over 64 KiB are 105 ms. A larger pattern takes a shorter text in proportion; where that would be less than 5 KiB it is refused.
 */
const SIZE_FOR_ALL = 160;
const MOST_SIZE = 2_000;
/** What one pattern may keep of the states that texts have led it to. With the default of 8 MiB the worst texts take three times as long. */
const STATE_BYTES = 64 * 1024;

/** Unanchored, in linear time. RE2's syntax: no backreferences, no lookaround. */
export const compilePattern: CompilePattern = (source: string): Pattern | PatternMistake => {
  if (source.length > LONGEST_SOURCE) return { mistake: `it has more than ${LONGEST_SOURCE} characters`, at: 0 };
  try {
    const size = RE2JS.compile(source).programSize();
    if (size > MOST_SIZE) {
      return { mistake: `it is too large: ${size} steps, of at most ${MOST_SIZE}; shorten its repetitions`, at: 0 };
    }
    const set = new RE2Set(RE2Set.UNANCHORED, 0, STATE_BYTES);
    set.add(source);
    set.compile();
    const most = Math.min(MOST_BYTES, Math.floor((MOST_BYTES * SIZE_FOR_ALL) / size));
    return (text) => (isOver(text, most) ? undefined : set.match(text).length > 0);
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return describeMistake(source, error, syntaxErrorOf);
    // What else it throws (a RangeError of a deep pattern too) is still about this pattern, and a refusal.
    return { mistake: 'it cannot be compiled', at: 0 };
  }
};

function syntaxErrorOf(source: string): RE2JSSyntaxException | undefined {
  try {
    RE2JS.compile(source);
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return error;
  }
  return undefined;
}
