import { expect, test } from 'vitest';
import { readsOf } from '../../../src/condition/cel/reads.js';
import { findField } from '../../../src/policy/lint/server/schema.js';
import { toValue } from '../../../src/value/from-json.js';
import type { Value } from '../../../src/value/value.js';

const find = (schema: unknown, path: string) => findField(toValue(schema) as Value, path.split('.'));
const amount = { properties: { amount: { type: 'number' } } };

test.each<[string, unknown, string, string, string[]?]>([
  ['a property', amount, 'amount', 'present', ['number']],
  ['a typing mistake', amount, 'amuont', 'absent'],
  ['one inside of another', { properties: { a: amount } }, 'a.amount', 'present', ['number']],
  ['one that is not inside', { properties: { a: amount } }, 'a.b', 'absent'],
  ['no word about fields', { type: 'object' }, 'a', 'unknown'],
  ['nothing but what is named', { additionalProperties: false }, 'a', 'absent'],
  ['anything else', { ...amount, additionalProperties: true }, 'a', 'unknown'],
  ['anything else of a kind', { ...amount, additionalProperties: { type: 'string' } }, 'a', 'unknown'],
  ['names by a pattern', { ...amount, patternProperties: { '^(a+)+$': {} } }, 'a', 'unknown'],
  ['a reference', { $ref: '#/$defs/a~1b', $defs: { 'a/b': amount } }, 'amount', 'present', ['number']],
  ['a reference to elsewhere', { $ref: 'http://127.0.0.1:1/x' }, 'amount', 'unknown'],
  ['a reference that leads nowhere', { $ref: '#/$defs/b' }, 'amount', 'unknown'],
  ['a reference to itself', { $ref: '#' }, 'amount', 'unknown'],
  ['a reference beside what is there', { ...amount, $ref: '#' }, 'amount', 'present', ['number']],
  ['all of', { allOf: [{ properties: { b: {} } }, amount] }, 'amount', 'present', ['number']],
  [
    'any of',
    { anyOf: [amount, { properties: { amount: { type: 'string' } } }] },
    'amount',
    'present',
    ['number', 'string'],
  ],
  ['any of, one without a type', { anyOf: [amount, { properties: { amount: {} } }] }, 'amount', 'present'],
  ['none of', { oneOf: [amount, { properties: { b: {} } }] }, 'c', 'absent'],
  ['what is only required', { ...amount, anyOf: [{ required: ['amount'] }] }, 'c', 'absent'],
  ['on a condition', { ...amount, if: {}, else: { properties: { c: {} } } }, 'c', 'unknown'],
  ['types', { properties: { a: { type: ['string', 'null'] } } }, 'a', 'present', ['string', 'null']],
  ['values', { properties: { a: { enum: ['x', 1] } } }, 'a', 'present', ['string', 'number']],
  ['one value', { properties: { a: { const: true } } }, 'a', 'present', ['boolean']],
  ['items', { properties: { a: { type: 'array', items: amount } } }, 'a.0.amount', 'present', ['number']],
  ['true', true, 'a', 'unknown'],
  ['a list', [], 'a', 'unknown'],
  ['a key of objects', { properties: {} }, '__proto__', 'absent'],
])('%s', (_, schema, path, state, types) => {
  expect(find(schema, path)).toEqual({ state, ...(types && { types }) });
});

test('S42: references that multiply end', () => {
  const defs = Object.fromEntries(
    Array.from({ length: 40 }, (_, n) => [
      `d${n}`,
      { anyOf: [{ $ref: `#/$defs/d${n + 1}` }, { $ref: `#/$defs/d${n + 1}` }] },
    ]),
  );
  expect(find({ $ref: '#/$defs/d0', $defs: defs }, 'a').state).toBe('unknown');
});

test.each<[string, string[]]>([
  ["args.a.b < 5.0 && 'x' == args.c", ['a.b@0 number', 'c@25 string']],
  ['has(args.a.b) && args["a"].b', ['a.b@4 ?', 'a.b@17 boolean']],
  ['args.items.all(i, i.price > args.least)', ['items@0', 'least@28']],
  ['!args.flag || args.n + 1.0 > 2.0 ? args.x.matches("a") : true', ['flag@1 boolean', 'n@14', 'x@35 string']],
  ['size(args) > 3 && args[tool] == 1.0', []],
  ['{"k": args.v}.k == -args.w', ['v@6', 'w@20 number']],
  ['not an expression', []],
])('what %j reads', (source, expected) => {
  const found = readsOf(source, 'boolean').map(
    ({ path, offset, type, isAsked }) => `${path.join('.')}@${offset}${isAsked ? ' ?' : type ? ` ${type}` : ''}`,
  );
  expect(found).toEqual(expected);
});
