import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Head } from '../../src/policy/match/glob.js';
import { compileGlob, headOf } from '../../src/policy/match/glob.js';
import { indexNames, type Shelf } from '../../src/policy/match/name-index.js';
import { compileConditions } from '../../src/policy/match/rule.js';

/** By shelf, the first found first. */
function shelvesOf(globs: readonly string[], name: string): string[][] {
  const found: string[][] = [];
  const start: Shelf<string> | undefined = indexNames(globs, (glob) => [headOf(glob)])(name);
  for (let shelf = start; shelf !== undefined; shelf = shelf.shorter) found.push([...shelf.entries]);
  return found;
}

test.each<[string, Head]>([
  ['read', { text: 'read', whole: true }],
  ['read_*', { text: 'read_', whole: false }],
  ['*', { text: '', whole: false }],
  ['*_read', { text: '', whole: false }],
  ['re?d', { text: 're', whole: false }],
  ['a?b*', { text: 'a', whole: false }],
  ['\\*a', { text: '*a', whole: true }],
  ['a\\?*', { text: 'a?', whole: false }],
  ['\\\\*', { text: '\\', whole: false }],
  ['😀*', { text: '😀', whole: false }],
])('%s begins so', (glob, head) => expect(headOf(glob)).toEqual(head));

test('a whole name, then its beginnings from the longest to none', () => {
  const globs = ['*', 'read_*', 'read_file', 'read*', 'write*', 'read_file*', 'read_?', 'read_file_2', 'read_files*'];
  expect(shelvesOf(globs, 'read_file')).toEqual([
    ['read_file'],
    ['read_file*'],
    ['read_*', 'read_?'],
    ['read*'],
    ['*'],
  ]);
  expect(shelvesOf(globs, 'read_zebra')).toEqual([['read_*', 'read_?'], ['read*'], ['*']]);
  expect(shelvesOf(globs, 'read_')).toEqual([['read_*', 'read_?'], ['read*'], ['*']]);
  expect(shelvesOf(globs, 'unread')).toEqual([['*']]);
  expect(shelvesOf(globs, '')).toEqual([['*']]);
  expect(shelvesOf(['read*'], 'unread')).toEqual([]);
});

test('few others stand on the shelves', () => {
  const globs = Array.from({ length: 1_000 }, (_, n) => [`sys${n}_get_*`, `sys${n}_put`]).flat();
  expect(shelvesOf(globs, 'sys7_get_x')).toEqual([['sys7_get_*']]);
  expect(shelvesOf(globs, 'sys7_put')).toEqual([['sys7_put']]);
  expect(shelvesOf(globs, 'sys7_pu')).toEqual([]);
});

test('a rule about tools stands nowhere else, one about nothing everywhere', () => {
  const heads = [headOf('get_*')];
  const tools = compileConditions(
    'deny',
    new Map([['tools', { positive: [compileGlob('get_*')], heads, excluded: [] }]]),
  );
  expect([tools.heads('tool'), tools.heads('prompt'), tools.heads('resource')]).toEqual([heads, [], []]);
  const all = compileConditions('deny', new Map());
  expect([all.heads('tool'), all.heads('prompt')]).toEqual([[headOf('*')], [headOf('*')]]);
});

test('an entry with several heads is found by each', () => {
  const find = indexNames(['both'], () => [headOf('a'), headOf('b*')]);
  expect([find('a'), find('bx'), find('c')].map((shelf) => shelf?.entries)).toEqual([['both'], ['both'], undefined]);
});

test('whatever meets a name stands on its shelves, and in order', () => {
  const letters = fc
    .array(fc.constantFrom('a', 'b', '\u{ffff}', '😀', '\n'), { maxLength: 6 })
    .map((all) => all.join(''));
  const entry = fc.array(fc.constantFrom('a', 'b', '\u{ffff}', '😀', '*', '?', '\\*'), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(
      fc.uniqueArray(
        entry.map((all) => all.join('')),
        { maxLength: 20 },
      ),
      letters,
      (globs, name) => {
        const shelves = shelvesOf(globs, name);
        const found = shelves.flat();
        expect(globs.filter((glob) => compileGlob(glob)(name) && !found.includes(glob))).toEqual([]);
        for (const shelf of shelves) expect(shelf).toEqual(globs.filter((glob) => shelf.includes(glob)));
        // And nothing else: what stands there begins as the name does.
        expect(found.filter((glob) => !name.startsWith(headOf(glob).text))).toEqual([]);
      },
    ),
    { numRuns: 4_000, seed: 11 },
  );
});
