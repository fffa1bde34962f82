import { describe, expect, it } from 'vitest';
import { visible } from '../src/index.js';

describe('visible', () => {
  it.each([
    ['plain text\tété 漢字 🙂 ⚠\ufe0f', 'plain text\tété 漢字 🙂 ⚠\ufe0f'],
    ['\x1b[31m\x07\x7f', '\\x1b[31m\\x07\\x7f'],
    ['a\nb\r\0', 'a\\x0ab\\x0d\\x00'],
    ['\x85\x9b', '\\x85\\x9b'],
    ['\u202a\u202e\u2066\u2069\u200e\u061c', '\\u202a\\u202e\\u2066\\u2069\\u200e\\u061c'],
    ['\u200b\u2060\ufeff\u00ad', '\\u200b\\u2060\\ufeff\\xad'],
    ['\u2028\u2029', '\\u2028\\u2029'],
    ['\ud800x', '\\ud800x'],
    ['\u{e0041}\u{e0100}', '\\u{e0041}\\u{e0100}'],
    ['a\ufe0f \u3164', 'a\\ufe0f \\u3164'],
  ])('spells %j out as %j', (text, expected) => {
    expect(visible(text)).toBe(expected);
  });
});
