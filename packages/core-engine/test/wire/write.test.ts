import { expect, test } from 'vitest';
import { quote } from '../../src/wire/write.js';

test.each([
  ['', '""'],
  ['a"\\\n\0é😀', '"a\\"\\\\\\n\\u0000é😀"'],
  ['\u2028a\u2029', '"\\u2028a\\u2029"'],
  ['\ud800', '"\\ud800"'],
])('%j is quoted', (text, written) => {
  expect(quote(text)).toBe(written);
  expect(JSON.parse(quote(text))).toBe(text);
});
