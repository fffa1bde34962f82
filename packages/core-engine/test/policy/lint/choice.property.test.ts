import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isGoverned } from '../../../src/call/subjects.js';
import { type Choice, isSetWithin, isWithin, selectedBy, shared, shareSet } from '../../../src/policy/lint/choice.js';
import { METHODS } from '../../../src/policy/lint/reach.js';
import { compileGlob } from '../../../src/policy/match/glob.js';
import { selects, selectsOne } from '../../../src/policy/match/selector.js';
import { runs } from '../../runs.js';

const glob = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '\\*'), minLength: 1, maxLength: 5 });
const choice: fc.Arbitrary<Choice> = fc
  .record({ positive: fc.array(glob, { maxLength: 3 }), excluded: fc.array(glob, { maxLength: 2 }) })
  .filter(({ positive, excluded }) => positive.length + excluded.length > 0);
/** Every text of up to four of these: three literal ones, and one that no glob names. */
const short: string[] = [''];
for (const text of short) if (text.length < 4) short.push(...['a', 'b', '*', 'c'].map((point) => text + point));
const sets = [
  [],
  ...short.slice(0, 21).map((one) => [one]),
  ...short.slice(0, 9).flatMap((one) => short.slice(0, 21).map((other) => [one, other])),
];

const effort = () => ({ left: 1_000_000 });
const made = ({ positive, excluded }: Choice) => ({
  positive: positive.map(compileGlob),
  excluded: excluded.map(compileGlob),
  heads: [],
});
const isOf = (one: Choice, text: string): boolean => selectsOne(made(one), text);

describe('what two selectors have in common is what the matcher takes', () => {
  test('a text for both, and none where there is none', () => {
    fc.assert(
      fc.property(choice, choice, (one, other) => {
        const found = shared(one, other, effort());
        if (found === 'unsure') throw new Error('too much for so little');
        if (found !== undefined) expect(isOf(one, found.text) && isOf(other, found.text)).toBe(true);
        else expect(short.filter((text) => isOf(one, text) && isOf(other, text))).toEqual([]);
      }),
      runs(500),
    );
  });

  test('one inside of the other', () => {
    fc.assert(
      fc.property(choice, choice, (inner, outer) => {
        const counter = selectedBy([inner], [outer], effort());
        if (counter === 'unsure') throw new Error('too much for so little');
        expect(isWithin(inner, outer, effort())).toBe(counter === undefined);
        if (counter !== undefined) expect(isOf(inner, counter.text) && !isOf(outer, counter.text)).toBe(true);
        else expect(short.filter((text) => isOf(inner, text) && !isOf(outer, text))).toEqual([]);
      }),
      runs(500),
    );
  });

  test('the same for sets of roles', () => {
    fc.assert(
      fc.property(choice, choice, (one, other) => {
        const [first, second] = [made(one), made(other)];
        const within = isSetWithin(one, other, effort());
        if (within) expect(sets.filter((set) => selects(first, set) && !selects(second, set))).toEqual([]);
        if (!shareSet(one, other, effort())) {
          expect(sets.filter((set) => selects(first, set) && selects(second, set))).toEqual([]);
        }
      }),
      runs(200),
    );
  });

  test.each<[Choice, Choice, boolean, boolean]>([
    [{ positive: ['a'], excluded: [] }, { positive: ['a', 'b'], excluded: [] }, true, true],
    [{ positive: ['a'], excluded: [] }, { positive: ['b'], excluded: [] }, false, true],
    [{ positive: ['a'], excluded: ['b'] }, { positive: ['b'], excluded: [] }, false, false],
    [{ positive: [], excluded: ['b'] }, { positive: ['*'], excluded: [] }, false, true],
    [{ positive: ['a'], excluded: ['b', 'c'] }, { positive: ['?'], excluded: ['c'] }, true, true],
  ])('roles: %j and %j', (one, other, within, together) => {
    expect(isSetWithin(one, other, effort())).toBe(within);
    expect(shareSet(one, other, effort())).toBe(together);
  });
});

test('wildcards that multiply end with no answer', () => {
  const worst = Array.from({ length: 12 }, (_, index) => `*${'a'.repeat(index)}b${'?'.repeat(12)}`);
  expect(selectedBy([{ positive: ['*'], excluded: [] }], [{ positive: [...worst, '*'], excluded: [] }], effort())).toBe(
    'unsure',
  );
});

test('the methods are those that are judged', () => {
  const { none, ...agent } = METHODS;
  for (const method of Object.values(agent).flat()) expect(isGoverned(method, 'agent')).toBe(true);
  for (const method of none) expect(isGoverned(method, 'server')).toBe(true);
});
