import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toValue } from '../../src/value/from-json.js';
import { compilePath, isPath, lookUp } from '../../src/value/path.js';
import { Unreadable, type Value } from '../../src/value/value.js';
import { runs } from '../runs.js';

function find(value: Value | undefined, text: string): Value | undefined {
  const path = compilePath(text);
  if (!isPath(path)) throw new Error(path.mistake);
  return lookUp(value, path);
}

const value = toValue({
  filters: { region: 'eu', 'a.b': 1, 'c\\': 2 },
  items: [{ price: 5 }, { price: null }],
  '0': 'zero',
  text: 'abc',
});

test.each([
  ['filters.region', 'eu'],
  ['filters.a\\.b', 1],
  ['filters.c\\\\', 2],
  ['items.0.price', 5],
  ['items.1.price', null],
  ['0', 'zero'],
  ['text', 'abc'],
])('%s is there', (path, expected) => expect(find(value, path)).toBe(expected));

test.each(['filters.a.b', 'items.2', 'items.00', 'items.-1', 'items.length', 'items.1e0', 'text.0', 'text.length'])(
  '%s is missing',
  (path) => expect(find(value, path)).toBeUndefined(),
);

test.each(['toString', 'constructor', '__proto__', 'size', 'filters.get', 'items.4294967296'])(
  '%s is nothing inherited',
  (path) => expect(find(value, path)).toBeUndefined(),
);

test('nothing is found in nothing, and the way into what is unreadable stays so', () => {
  expect(find(undefined, 'a')).toBeUndefined();
  expect(find(new Map([['a', new Unreadable('too_deep')]]), 'a.b.0')).toBeInstanceOf(Unreadable);
});

test.each([
  ['', 0],
  ['.a', 0],
  ['a.', 2],
  ['a..b', 2],
  ['a\\b', 1],
  ['ab\\', 2],
])('%j is no path', (text, at) => expect(compilePath(text)).toMatchObject({ at }));

test('keys joined by dots lead back', () => {
  const key = fc.string({ minLength: 1, unit: fc.constantFrom('a', '.', '\\', '0', '1', '_', '😀') });
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 5 }), (keys) => {
      const built = keys.reduceRight<Value>((inner, one) => new Map([[one, inner]]), 'end');
      expect(find(built, keys.map((one) => one.replaceAll(/[\\.]/g, '\\$&')).join('.'))).toBe('end');
    }),
    runs(1_000, 20),
  );
});
