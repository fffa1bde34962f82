import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultLimits } from '../../src/limits.js';
import type { Span } from '../../src/wire/message.js';
import {
  fields,
  isArray,
  isObject,
  isUnambiguous,
  items,
  readBoolean,
  readId,
  readInteger,
  readString,
} from '../../src/wire/value.js';
import { runs } from '../runs.js';
import { isAmbiguous } from './ambiguity.js';
import { document } from './documents.js';
import { parseJson } from './parse-json.js';
import { parseFields, parseSpan } from './parsed.js';

/** A value with bytes around it that belong to something else, so that looking outside of the span shows. */
function placed(written: string, before = '[1,', after = '",1]}'): [Uint8Array, Span] {
  const start = Buffer.byteLength(before);
  return [Buffer.from(`${before}${written}${after}`), { start, end: start + Buffer.byteLength(written) }];
}

const raw = String.raw;
const limits = { ...defaultLimits, id: 8 };

describe('readId', () => {
  test.each([
    ['0', 0],
    ['-1', -1],
    ['9007199254740991', 9007199254740991],
    ['-9007199254740991', -9007199254740991],
    ['""', ''],
    ['"12345678"', '12345678'],
    [raw`"\u0031"`, '1'],
    [raw`"é😀"`, 'é😀'],
  ])('%s is an id', (written, id) => {
    expect(readId(...placed(written), limits)).toBe(id);
  });

  const none = [
    '-0',
    '9007199254740992',
    '-9007199254740992',
    '1.0',
    '1e1',
    '1E1',
    '0.5',
    '1e999',
    'null',
    'true',
    '[]',
  ];
  test.each([...none, '{}', '12345678901234567890', '"123456789"', raw`"\ud800"`])('%s is none', (written) => {
    expect(readId(...placed(written), limits)).toBeUndefined();
  });
});

describe('scalars', () => {
  test.each([
    ['true', true],
    ['false', false],
    ['null', undefined],
    ['"true"', undefined],
    ['1', undefined],
  ])('%s as a boolean', (written, value) => {
    expect(readBoolean(...placed(written))).toBe(value);
  });

  test.each(['"a"', 'true', '[1]', '{}', 'null'])('%s is no integer', (written) => {
    expect(readInteger(...placed(written))).toBeUndefined();
  });

  test.each(['1', 'true', 'null', '["a"]', '{"a":"b"}'])('%s is no string', (written) => {
    expect(readString(...placed(written))).toBeUndefined();
  });

  test.each(['"\ufeff"', '"\ufeffaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"', raw`"\ud800"`, '"\x7f"'])(
    '%j is kept',
    (written) => {
      expect(readString(...placed(written))).toBe(JSON.parse(written));
    },
  );

  test('bytes that are not UTF-8 throw', () => {
    expect(() => readString(Buffer.from([0x22, 0xff, 0x22]), { start: 0, end: 3 })).toThrow(TypeError);
  });
});

describe('fields', () => {
  test('of something else there are none', () => {
    for (const written of ['[]', '"{}"', '1', 'null']) expect(fields(...placed(written))).toBeUndefined();
    for (const written of ['{}', '"[]"', '1', 'null']) expect(items(...placed(written))).toBeUndefined();
  });

  test('only the first level, of several with one key the last', () => {
    const [bytes, span] = placed(raw`{"a":{"b":1},"a":2,"\u0063":"\u0063","é":4,"\u00e9":5}`);
    const found = fields(bytes, span);
    const text = (key: string): unknown => {
      const value = found?.get(key);
      return value === undefined ? undefined : parseSpan(bytes, value);
    };
    expect(['a', 'b', 'c', 'é', 'd', ''].map(text)).toEqual([2, undefined, 'c', 5, undefined, undefined]);
    expect([...(found?.entries() ?? [])].map(({ key }) => key)).toEqual(['a', 'a', 'c', 'é', 'é']);
  });

  test('a lone surrogate asked for is not U+FFFD', () => {
    expect(fields(...placed('{"\ufffd":1}'))?.get('\ud800')).toBeUndefined();
    expect(fields(...placed(raw`{"\ud800":1}`))?.get('\ud800')).toBeDefined();
  });
});

test('any value reads as JSON.parse reads it', () => {
  fc.assert(
    fc.property(document, (written) => {
      const [bytes, span] = placed(written);
      const value = parseJson(written);
      expect(readString(bytes, span)).toBe(typeof value === 'string' ? value : undefined);
      expect(readBoolean(bytes, span)).toBe(typeof value === 'boolean' ? value : undefined);
      expect(isArray(bytes, span)).toBe(Array.isArray(value));
      expect(isObject(bytes, span)).toBe(typeof value === 'object' && value !== null && !Array.isArray(value));
      const elements = items(bytes, span);
      expect(elements?.map((element) => parseSpan(bytes, element))).toEqual(Array.isArray(value) ? value : undefined);
      const members = fields(bytes, span);
      if (members === undefined) return;
      expect(parseFields(members, (member) => parseSpan(bytes, member))).toEqual(value);
      for (const [key, member] of Object.entries(value as object))
        expect(parseSpan(bytes, members.get(key) as Span)).toEqual(member);
    }),
    runs(1_000),
  );
});

test('isUnambiguous finds keys that stand twice and halves of pairs, at any depth', () => {
  fc.assert(
    fc.property(document, (written) => {
      expect(isUnambiguous(...placed(written))).toBe(!isAmbiguous(written));
    }),
    runs(1_000),
  );
});
