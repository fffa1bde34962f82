import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isThere, listFiles, readText } from '../architecture/workspace.js';
import { pages } from './pages.js';

/** Links of a page to files of the clone. */
function linksOf(page: string): string[] {
  return [...readText(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map((match) => match[1] as string);
}

test.each(pages)('links of %s lead somewhere', (page) => {
  const dead = linksOf(page).filter((link) => !isThere(join(dirname(page), link)));
  expect(dead).toEqual([]);
});

describe('SECURITY.md names the test of each guarantee', () => {
  const tests = listFiles().filter((path) => path.endsWith('.test.ts'));
  const rows = readText('SECURITY.md')
    .split('\n')
    .filter((line) => /^\| .*\.test\.ts/.test(line));

  test('there are rows', () => {
    expect(rows.length).toBeGreaterThan(10);
  });

  test.each(rows)('%s', (row) => {
    const named = [...row.matchAll(/`([\w./-]+\.test\.ts)`/g)].map((match) => match[1] as string);
    expect(named.filter((path) => !tests.includes(path))).toEqual([]);
    // A number stands alone in a title: S1 is not S16.
    const text = named.map(readText).join('\n');
    const numbers = row.match(/\b[SR]\d+\b/g) ?? [];
    expect(numbers.filter((number) => !new RegExp(`\\b${number}\\b`).test(text))).toEqual([]);
  });
});
