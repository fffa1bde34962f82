import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileGlob } from '../../src/policy/match/glob.js';
import { runs } from '../runs.js';
import { caseFiles } from './support.js';

const cases = caseFiles<{ glob: string; meets: string[]; misses: string[] }[]>('globs').flatMap(
  ({ content }) => content,
);

test('the cases are there', () => expect(cases.length).toBeGreaterThan(20));

test.each(cases)('$glob', ({ glob, meets, misses }) => {
  const matches = compileGlob(glob);
  expect(meets.filter((value) => !matches(value))).toEqual([]);
  expect(misses.filter((value) => matches(value))).toEqual([]);
});

/** The definition, with all the time in the world. */
function matchesSlowly(glob: readonly string[], value: readonly string[]): boolean {
  const [first, ...rest] = glob;
  const [head, ...tail] = value;
  if (first === undefined) return head === undefined;
  if (first === '*') {
    return matchesSlowly(rest, value) || (head !== undefined && !/\p{Cc}/u.test(head) && matchesSlowly(glob, tail));
  }
  if (first === '\\') return head === rest[0] && matchesSlowly(rest.slice(1), tail);
  return head !== undefined && (first === '?' || first === head) && matchesSlowly(rest, tail);
}

describe('against the definition', () => {
  const letters = fc.array(fc.constantFrom('a', 'b', '😀', '\n'), { maxLength: 9 });
  const entries = fc.array(fc.constantFrom('a', 'b', '😀', '\n', '?', '*', '*', '\\a', '\\*'), { maxLength: 8 });

  test('every glob over a small alphabet', () => {
    fc.assert(
      fc.property(entries, letters, (glob, value) => {
        expect(compileGlob(glob.join(''))(value.join(''))).toBe(matchesSlowly([...glob.join('')], value));
      }),
      runs(20_000, 7),
    );
  });
});

test('stars without end do not multiply', () => {
  // With backtracking this is 2,000 over 200 ways and no test run ends.
  expect(compileGlob(`${'*a'.repeat(200)}b`)('a'.repeat(2_000))).toBe(false);
  expect(compileGlob(`${'*?a'.repeat(200)}b`)('a'.repeat(2_000))).toBe(false);
  expect(compileGlob(`${'*a'.repeat(200)}*\n`)(`${'a'.repeat(2_000)}\n\n`)).toBe(false);
});
