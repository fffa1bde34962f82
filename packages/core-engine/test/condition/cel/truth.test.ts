import { describe, expect, test } from 'vitest';
import { compileAmount } from '../../../src/condition/cel/compile.js';
import { compileAny, compileCondition, optionsOf, readCases, scopeOf, valueFrom } from './support.js';

interface Case {
  readonly when: string;
  readonly args: unknown;
  readonly gives: boolean | 'unknown';
}

const tables = Object.entries(readCases<Record<string, Case[]>>('truth'));

describe.each(tables)('%s', (_, cases) => {
  test.each(cases)('$when with $args', ({ when, args, gives }) => {
    const { condition, mistakes } = compileCondition(when);
    expect(mistakes).toEqual([]);
    expect(condition?.(scopeOf({ args: valueFrom(args) }))).toBe(gives === 'unknown' ? undefined : gives);
  });
});

test.each([
  ['score == 7.5', true],
  ["findings.exists(f, f.type == 'secret.key' && f.score < 3)", true],
  ['findings.exists(f, has(f.description))', false],
  ["findings[1].path == 'a.b'", true],
  ["findings.all(f, f.description == 'x')", undefined],
])('findings: %s', (source, expected) => {
  const scanned = { path: 'a.b', scanner: 's' };
  const findings = [
    { ...scanned, type: 'injection.x', score: 7.5 },
    { ...scanned, type: 'secret.key', score: 2 },
  ];
  expect(compileCondition(source).condition?.(scopeOf({ findings }))).toBe(expected);
});

test('nothing found is a score of 0', () => {
  expect(compileCondition('score == 0.0').condition?.(scopeOf({ findings: [] }))).toBe(true);
});

test('a list that a policy does not have', () => {
  expect(compileAny("'a' in lists.gone")?.run(scopeOf())).toBeUndefined();
});

const mistaken = readCases<{ when: string; says: string[] }[]>('mistakes');

test.each(mistaken)('refused: $when', ({ when, says }) => {
  const { condition, mistakes } = compileCondition(when);
  expect(condition).toBeUndefined();
  expect(mistakes).toEqual(says);
});

test('without columns a mistake stands where the expression starts', () => {
  const options = optionsOf({ place: { line: 7, column: 12, path: '' }, columns: false });
  compileAmount('args.a + arg', options);
  expect(options.report.problems()).toEqual([
    expect.objectContaining({ line: 7, column: 12, message: expect.stringMatching(/^add: unknown variable "arg"/) }),
  ]);
});

describe('amounts', () => {
  const amount = (source: string, args: unknown) =>
    compileAmount(source, optionsOf())?.(scopeOf({ args: valueFrom(args) }));

  test.each([
    ['1', {}, 1],
    ['args.a', { a: 12.5 }, 12.5],
    ['args.a * 2.0', { a: 4 }, 8],
    ['size(args.l)', { l: [1, 2, 3] }, 3],
    ['args.a', {}, undefined],
    ['args.a', { a: -1 }, undefined],
    ['args.a', { a: '5' }, undefined],
    ['args.a', { a: Number.POSITIVE_INFINITY }, undefined],
    ['args.a', { a: 'NaN' }, undefined],
    ['args.a', { a: [5] }, undefined],
    ['args.a', { a: true }, undefined],
    ['args.a', { a: null }, undefined],
    ['args.a', { a: { inexact: '9'.repeat(400) } }, undefined],
    ['args.a / args.b', { a: 1, b: 0 }, undefined],
  ])('S32: %s of %j', (source, args, expected) => expect(amount(source, args)).toBe(expected));

  test('who uses up the steps gives no amount', () => {
    const many = Array.from({ length: 1_000 }, () => 1);
    const loop = 'args.many.all(x, args.many.all(y, x + y > 0.0))';
    expect(amount(`${loop} || args.t ? 1.0 : 2.0`, { many, t: true })).toBeUndefined();
    expect(amount(`args.t || ${loop} ? 1.0 : 2.0`, { many, t: true })).toBe(1);
  });

  test.each([
    ['-1', 'add: an amount is not negative, and an int below 2^53'],
    ['1 / 0', 'add: this can never be evaluated'],
    ['9007199254740993', 'add: an amount is not negative, and an int below 2^53'],
    ["'5'", 'add: an amount is a number, and this is string'],
    ['args.a + 1', /^add: "\+" does not mix int and double/],
  ])('refused: %s', (source, says) => {
    const options = optionsOf();
    expect(compileAmount(source, options)).toBeUndefined();
    expect(options.report.problems()).toEqual([
      expect.objectContaining({ message: typeof says === 'string' ? says : expect.stringMatching(says) }),
    ]);
  });
});
