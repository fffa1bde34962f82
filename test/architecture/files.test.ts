import { expect, test } from 'vitest';
import { listFiles, readText } from './workspace.js';

/** Files that are one table, where a limit on length would only cut the table in two. */
const tables: readonly string[] = [];

const all = listFiles().filter((path) => path !== 'pnpm-lock.yaml');
const code = all.filter((path) => /\.(ts|mjs)$/.test(path));
const product = code.filter((path) => /^(packages|apps)\/[^/]+\/src\/|^policies\/src\//.test(path));

function countLines(path: string): number {
  return readText(path).trimEnd().split('\n').length;
}

test('no file of code is over 250 lines', () => {
  const long = code.filter((path) => !tables.includes(path) && countLines(path) > 250);
  expect(long.map((path) => `${path}: ${countLines(path)}`)).toEqual([]);
});

test('the median file of the product is under 100 lines', () => {
  const lengths = product.map(countLines).sort((a, b) => a - b);
  expect(lengths.length).toBeGreaterThan(20);
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(100);
});

test('the list of tables names files that exist and need it', () => {
  expect(tables.filter((path) => !code.includes(path) || countLines(path) <= 250)).toEqual([]);
});

// Written so that neither expression finds itself here.
const places: readonly [string, RegExp][] = [
  ['a registry', /\bregistry\.[a-z0-9-]+\.[a-z]{2,}/i],
  ["one machine's path", /(?<![\w.~$}-])\/(?:work|root)\/\w/],
];

test.each(places)('no file names %s', (_, pattern) => {
  const found = all.filter((path) => pattern.test(readText(path)));
  expect(found).toEqual([]);
});

test('the search for places finds them', () => {
  const samples = [['https://registry', 'example', 'com/x'].join('.'), `cd ${['', 'work', 'main'].join('/')}`];
  for (const [index, [, pattern]] of places.entries()) expect(samples[index]).toMatch(pattern);
});
