import { expect, test } from 'vitest';
import { decide } from '../../../src/index.js';
import { MOST_VALUES, Unreadable, type Value } from '../../../src/value/value.js';
import { policyOf, question } from '../../policy/support.js';
import { argsOf } from '../support.js';
import { compileCondition, scopeOf } from './support.js';

const below = new Map<string, Value>([
  ['a', new Unreadable('too_deep')],
  ['list', [new Unreadable('too_deep')]],
]);

test.each([
  'has(args.a.b)',
  'has(args.a.b.c.d)',
  'has(args.a[0].b)',
  "has(args.a['b'].c)",
  'has(args.list[0].b)',
  '!has(args.a.b)',
  'has(args.a.b) && args.a.b == true',
  'args.list.exists(item, has(item.b))',
])('what was not read may hold the field: %s', (source) => {
  expect(compileCondition(source).condition?.(scopeOf({ args: below }))).toBeUndefined();
});

test.each(['has(args.a)', 'has(args.a.b)', 'has(args.a.b.c)', 'has(args.a.b.c.d)'])(
  'arguments of which nothing was read: %s',
  (source) => {
    const args = new Unreadable('too_deep');
    expect(compileCondition(source).condition?.(scopeOf({ args }))).toBeUndefined();
  },
);

test.each([
  ['has(args.a)', true],
  ['has(args.b)', false],
  ['has(args.b.c)', false],
])('what stands beside it is known: %s', (source, expected) => {
  expect(compileCondition(source).condition?.(scopeOf({ args: below }))).toBe(expected);
});

test('S17 a call with more values than are read does not slip past `has`', async () => {
  const policy = await policyOf({
    version: 1,
    default: 'allow',
    rules: [{ id: 'no-force', effect: 'deny', when: 'has(args.force) && args.force == true' }],
  });
  const args = argsOf(`{"force":true,"padding":[${'0,'.repeat(MOST_VALUES)}0]}`);
  expect(decide([policy], { ...question({ tool: 'push' }), args })).toMatchObject({
    effect: 'deny',
    unevaluated: true,
  });
});
