import { posix } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inside } from '../../src/destination/inside.js';
import { runs } from '../runs.js';

const names = ['a', 'b', 'K', '\u212a', 'é', 'e\u0301', '.', '..', '', ' ', 'a ', '\u00a0a', '.. ', ' ..', 'a b'];
const path = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 6 }).map((all) => `/${all.join('/')}`);
const root = fc
  .array(fc.constantFrom('a', 'b', 'K', 'é', 'e\u0301', 'a b'), { minLength: 1, maxLength: 2 })
  .map((all) => `/${all.join('/')}`);

/** How servers read a path: as it stands, without the white space around it, in normal form, and both. */
const readers: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.trim(),
  (text) => text.normalize('NFC'),
  (text) => text.trim().normalize('NFC'),
];

function isBelow(path: string, root: string): boolean {
  const relative = posix.relative(root, posix.normalize(path));
  return relative !== '..' && !relative.startsWith('../');
}

test('S26: what is inside is so for every reader, and what is outside for none', () => {
  const seen = new Map<boolean | undefined, number>();
  fc.assert(
    fc.property(path, root, (path, root) => {
      const answer = inside(path, [root]);
      seen.set(answer, (seen.get(answer) ?? 0) + 1);
      if (answer === undefined) return;
      for (const read of readers) expect(isBelow(read(path), read(root))).toBe(answer);
    }),
    runs(10_000, 26),
  );
  // Otherwise the property says nothing.
  expect(Math.min(...[true, false, undefined].map((answer) => seen.get(answer) ?? 0))).toBeGreaterThan(300);
});
