import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toValue } from '../../src/value/from-json.js';
import { readValue } from '../../src/value/read.js';
import { Inexact, isList, Unreadable, type Value } from '../../src/value/value.js';
import { runs } from '../runs.js';
import { parseJson } from '../wire/parse-json.js';

function read(text: string): Value {
  const bytes = new TextEncoder().encode(`{"x":${text}}`);
  return readValue(bytes, { start: 5, end: bytes.length - 1 });
}

test('reads what JSON.parse reads', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 1, '\t'), (json, space) => {
      expect(read(JSON.stringify(json, undefined, space))).toEqual(toValue(parseJson(JSON.stringify(json))));
    }),
    runs(2_000, 20),
  );
});

test('white space, escapes and brackets in strings', () => {
  const value = read(' { "a\\"}" : [ ] , "\\u0062" : [ "]" , { } , "\\\\" ] , "é😀" : [true,false,null,-12,1.5] } ');
  expect(value).toEqual(
    new Map<string, Value>([
      ['a"}', []],
      ['b', [']', new Map(), '\\']],
      ['é😀', [true, false, null, -12, 1.5]],
    ]),
  );
});

test('a key with escapes has its name whatever was read before', () => {
  // On Node 24 and 26 JSON.parse gives the keys of the second text the names of the first (nodejs/node#63785).
  for (const [before, text, key] of [
    ['{"\\\\":1}', '{"\\u0061":2}', 'a'],
    ['{"\\\\u0061":1}', '{"\\u0061mount":2}', 'amount'],
    ['{"dry\\\\u00":1}', '{"dry\\u005frun":2}', 'dry_run'],
  ] as const) {
    for (let count = 0; count < 3; count += 1) JSON.parse(before);
    read(before);
    expect(read(text)).toEqual(new Map([[key, 2]]));
  }
});

test('keys of prototypes are keys, and of two keys the last wins', () => {
  expect(read('{"__proto__":1,"constructor":{"toString":2},"a":1,"a":[2]}')).toEqual(
    new Map<string, Value>([
      ['__proto__', 1],
      ['constructor', new Map([['toString', 2]])],
      ['a', [2]],
    ]),
  );
});

test('numbers that no double has, inside', () => {
  expect(read('[9007199254740993,{"a":1e999},-0]')).toEqual([
    new Inexact('9007199254740993'),
    new Map([['a', new Inexact('1e999')]]),
    0,
  ]);
});

test('what is too deep is unreadable, and what stands beside it is not', () => {
  const deep = (levels: number) => '['.repeat(levels) + '"]"'.repeat(levels > 0 ? 1 : 0) + ']'.repeat(levels);
  let fits: Value | undefined = read(deep(128));
  for (let level = 0; level < 128; level += 1) fits = isList(fits) ? fits[0] : undefined;
  expect(fits).toBe(']');
  let over: Value | undefined = (read(`[${deep(200_000)},{"b":1}]`) as Value[])[0];
  for (let level = 1; level < 128; level += 1) over = isList(over) ? over[0] : undefined;
  expect(over).toEqual(new Unreadable('too_deep'));
  expect((read(`[${deep(200_000)},{"b":1}]`) as Value[])[1]).toEqual(new Map([['b', 1]]));
});

test('a value of too many parts is unreadable as a whole', () => {
  expect((read(`[${'0,'.repeat(999_998)}0]`) as Value[]).length).toBe(999_999);
  expect(read(`[${'0,'.repeat(999_999)}0]`)).toEqual(new Unreadable('too_many_values'));
  expect(read(`[${'[],'.repeat(2_000_000)}0]`)).toEqual(new Unreadable('too_many_values'));
});

test('values of programs: plain data only', () => {
  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  let asked = 0;
  const getter = {
    get a() {
      asked += 1;
      return 1;
    },
  };
  const proxy = new Proxy({}, { ownKeys: () => Array.from({ length: 3 }, () => 'a') });
  const holes = [1];
  holes.length = 3;
  const others = [undefined, Number.NaN, 1n, Symbol('a'), () => 1, new Date(), new Map(), cyclic, getter, proxy, holes];
  for (const other of others) {
    expect(toValue(other)).toBeUndefined();
    expect(toValue({ a: [other] })).toBeUndefined();
  }
  expect(asked).toBe(0);
  expect(toValue({ a: -0, b: [null], ['__proto__']: true })).toEqual(
    new Map<string, Value>([
      ['a', 0],
      ['b', [null]],
      ['__proto__', true],
    ]),
  );
  expect(toValue(Object.create(null))).toEqual(new Map());
});
