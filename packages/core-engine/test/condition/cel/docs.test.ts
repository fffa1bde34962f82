import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { overloads } from '../../../src/condition/cel/overloads.js';
import { variables } from '../../../src/condition/cel/variables.js';
import { compileCondition } from './support.js';

const page = readFileSync(new URL('../../../../../docs/conditions.md', import.meta.url), 'utf8');
const linesOf = (name: string): string[] =>
  [...page.matchAll(/^```(.+)\n([^`]*)^```/gm)].flatMap(([, found, block = '']) =>
    found === name ? block.trimEnd().split('\n') : [],
  );

describe('examples of docs/conditions.md', () => {
  const good = linesOf('cel');
  const bad = linesOf('cel refused').map((line) => line.split(/ +\/\/ /) as [string, string]);

  test('are there', () => expect([good.length, bad.length]).toEqual([11, 5]));

  test.each(good)('%s', (source) => expect(compileCondition(source).mistakes).toEqual([]));

  test.each(bad)('%s: %s', (source, says) => {
    expect(compileCondition(source).mistakes.map((mistake) => mistake.replace(/^\d+ when: /, ''))).toEqual([says]);
  });
});

test('the page names every variable and every function', () => {
  const names = [...variables.keys(), ...overloads.map(({ name }) => name)];
  expect(names.filter((name) => !new RegExp(`\`[^\`]*\\b${name}\\b[^\`]*\``).test(page))).toEqual([]);
});
