import { describe, expect, test } from 'vitest';
import { loadPatterns, type Pattern } from '../../src/pattern/load.js';
import { compilePattern } from '../../src/pattern/pattern.js';
import { isOver } from '../../src/pattern/size.js';

function patternOf(source: string): Pattern {
  const pattern = compilePattern(source);
  if (typeof pattern !== 'function') throw new Error(pattern.mistake);
  return pattern;
}

test.each([
  ['b+', 'abc', true],
  ['^b', 'abc', false],
  ['c$', 'abc\n', false],
  ['(?m)c$', 'abc\n', true],
  ['a.c', 'a\nc', false],
  ['(?s)a.c', 'a\nc', true],
  ['^.$', '😀', true],
  ['\\bsecret\\b', 'a secret.', true],
  ['(?i)straße', 'STRAßE', true],
  ['\\p{Greek}', 'λ', true],
  ['', '', true],
  ['(?P<name>x){2}', 'axxb', true],
])('%s over %j is %s', (source, text, found) => expect(patternOf(source)(text)).toBe(found));

test('a pattern keeps nothing of one text for the next', () => {
  const pattern = patternOf('(a|b)*a(a|b){12}$');
  const texts = ['a'.repeat(13), 'b'.repeat(13), `b${'ab'.repeat(6)}`, `a${'ab'.repeat(6)}`];
  const first = texts.map(pattern);
  expect(first).toEqual([true, false, false, true]);
  expect(texts.map(pattern)).toEqual(first);
});

test('is loaded when asked for', async () => expect(await loadPatterns()).toBe(compilePattern));

describe('a text over 64 KiB cannot be evaluated', () => {
  const most = 64 * 1024;
  test.each([
    ['a', 1],
    ['é', 2],
    ['€', 3],
    ['😀', 4],
    ['\ud800', 3],
  ])('of %s', (point, bytes) => {
    const pattern = patternOf('x|^');
    const count = Math.floor(most / bytes);
    expect(pattern(point.repeat(count))).toBe(true);
    expect(pattern(point.repeat(count + 1))).toBeUndefined();
    expect([isOver(point.repeat(count), most), isOver(point.repeat(count + 1), most)]).toEqual([false, true]);
  });
});

test('a large pattern takes shorter texts, and no less than 5 KiB', () => {
  const text = 'z'.repeat(64 * 1024);
  expect(patternOf('[ab]{150}')(text)).toBe(false);
  expect(patternOf('[ab]{400}')(text)).toBeUndefined();
  expect(patternOf('[ab]{400}')(text.slice(0, 26_000))).toBe(false);
  expect(patternOf('[ab]{990}[ab]{990}')(text.slice(0, 5 * 1024))).toBe(false);
});

test.each([
  ['a(?=b)', 'lookahead is not supported', 1],
  ['a(?!b)', 'lookahead is not supported', 1],
  ['ab(?<=b)', 'lookbehind is not supported', 2],
  ['ab(?<!b)', 'lookbehind is not supported', 2],
  ['(a)\\1', 'backreferences are not supported', 3],
  ['(?<n>a)\\k<n>', 'backreferences are not supported', 7],
  ['x(?>a)', 'atomic groups are not supported', 1],
  ['xa++', 'possessive repetition is not supported', 2],
  ['x[z-a]', 'invalid character class range', 2],
  ['x)', 'unexpected )', 0],
  ['ab\\', 'trailing backslash at end of expression', 2],
  ['a**', 'invalid nested repetition operator', 1],
  ['a{1001}', 'invalid repeat count', 1],
  ['((a{1000}){1000})', 'invalid repeat count', 10],
  ['[(?=]a(?=b)', 'lookahead is not supported', 6],
  ['((((a{30}){30}){30}){30})', 'invalid repeat count', 15],
])('%s is a mistake', (source, mistake, at) => expect(compilePattern(source)).toEqual({ mistake, at }));

test('bombs are mistakes', () => {
  const words = Array.from({ length: 700 }, (_, index) => `w${index}x`).join('|');
  const bombs = ['(?:a{0,1000}|b{0,1000})', '[ab]{1000}[ab]{1000}c', '(?:x[ab]{500}){2}'.repeat(3), words.repeat(2)];
  for (const bomb of [...bombs, 'a'.repeat(4097), '('.repeat(1500) + ')'.repeat(1500)]) {
    expect(compilePattern(bomb)).toEqual({
      mistake: expect.stringMatching(/too large|more than|nest/),
      at: expect.anything(),
    });
  }
});
