import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../../src/limits.js';
import { readJson } from '../../src/value/json.js';
import { readValue } from '../../src/value/read.js';
import { Inexact } from '../../src/value/value.js';

const bytes = (text: string) => new TextEncoder().encode(text);
function read(text: string): unknown {
  const json = readJson(bytes(text), defaultLimits);
  return 'mistake' in json ? json.mistake : readValue(json.bytes, json.span);
}

describe('JSON of a file', () => {
  it('goes over lines, and keeps what numbers say', () => {
    expect(read('\r\n {\n"a"\r\n:\t[1,\n0.5] }\n')).toEqual(new Map([['a', [1, 0.5]]]));
    expect(read('9007199254740993')).toEqual(new Inexact('9007199254740993'));
    expect(read(' "a\\"b\\n" ')).toBe('a"b\n');
  });

  it.each([
    ['', 'not_json'],
    ['{', 'not_json'],
    ['{} {}', 'trailing_bytes'],
    ['"a\nb"', 'not_json'],
    ['{"a":1,"a":2}', 'duplicate_key'],
    ['{"a":1,"\\u0061":2}', 'duplicate_key'],
    ['"\\ud800"', 'lone_surrogate'],
    ['\ufeff{}', 'byte_order_mark'],
    ['\u0000 1', 'not_json'],
    ['1 \u000c', 'trailing_bytes'],
    ['NaN', 'not_json'],
    ['1_000', 'trailing_bytes'],
    ['{"a":1} // x', 'trailing_bytes'],
    ['['.repeat(200) + ']'.repeat(200), 'too_deep'],
  ])('%j is none: %s', (text, mistake) => expect(read(text)).toBe(mistake));

  it('leaves the bytes that it was given', () => {
    const text = bytes('[\n]');
    readJson(text, defaultLimits);
    expect(text).toEqual(bytes('[\n]'));
    const buffer = Buffer.from('[\n]');
    readJson(buffer, defaultLimits);
    expect(buffer.toString()).toBe('[\n]');
  });

  it('refuses what is over a limit', () => {
    expect(readJson(bytes('[1,2]'), { ...defaultLimits, line: 4 })).toEqual({ mistake: 'line_too_long' });
    expect(readJson(bytes('{"a":1,"b":2}'), { ...defaultLimits, keys: 1 })).toEqual({ mistake: 'too_many_keys' });
  });
});
