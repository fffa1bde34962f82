import { describe, expect, test } from 'vitest';
import { MOST_STEPS } from '../../../src/condition/cel/frame.js';
import { costly, large } from '../../cases/cel/costly.js';
import { compileCondition, scopeOf, valueFrom } from './support.js';

/** Over the bound at two steps an item. */
const long = Array.from({ length: 100_001 }, () => 1);
const args = valueFrom({
  ...large,
  huge: 'a'.repeat(1 << 22),
  huger: `${'a'.repeat(1 << 22)}b`,
  long,
  wide: Object.fromEntries(long.map((one, index) => [`k${index}`, one])),
  folder: '/srv/data',
  since: '2026-01-01T00:00:00Z',
  wait: '1s',
  t: true,
});

const truthOf = (source: string) => {
  const { condition, mistakes } = compileCondition(source);
  expect(mistakes).toEqual([]);
  return condition?.(scopeOf({ args }));
};

// What one part alone costs, the dearest first: without its cost a loop over it would take minutes.
test.each([
  "args.huge.contains('b')",
  'args.big.contains(args.needle)',
  'args.huge < args.huger',
  'size(args.huge) > 3',
  'args.huge + args.huge > args.t',
  '2 in args.long',
  'args.long + args.long != []',
  'args.wide == args.wide',
  'args.long == args.long',
  'args.many.all(x, string(x) != string(x + 1.0))',
  'args.many.all(x, timestamp(args.since) < now)',
  "args.many.all(x, duration(args.wait) > duration('0s'))",
  "args.many.all(x, inside(args.folder, ['/srv']))",
])('costs too much alone: %s', (source) => expect(truthOf(source)).toBeUndefined());

test.each(costly)('stops at the bound: %s', (source) => expect(truthOf(source)).toBeUndefined());

test.each([
  ['args.many.all(x, x > 0)', true],
  ['args.many.exists(x, x == 9999.5)', true],
  ["args.big.contains('b')", false],
  ["args.mid.matches('b')", false],
  ['args.many == args.more', true],
  ["args.many.all(x, string(x) != '')", true],
  ['args.many.all(x, args.many.all(y, x + y > 0.0)) && false', false],
  ["args.many.all(x, !args.short.startsWith('b') && !args.short.endsWith('b'))", true],
])('is within the bound: %s', (source, expected) => expect(truthOf(source)).toBe(expected));

test('text over 64 KiB is not looked at by a pattern, and costs nothing', () => {
  expect(truthOf("args.over.matches('a')")).toBeUndefined();
  expect(truthOf("args.many.all(x, args.over.matches('a') || x > 0)")).toBe(true);
});

test('who uses up the steps is unknown, whatever else there is', () => {
  const loop = 'args.many.all(x, args.many.all(y, x + y > 0.0))';
  expect(truthOf(`${loop} || args.many.size() > 3`)).toBeUndefined();
  expect(truthOf(`args.many.size() > 3 || ${loop}`)).toBe(true);
  expect(truthOf(`has(args.many.filter(x, ${loop})[0].x)`)).toBeUndefined();
});

test('the steps of one evaluation are its own', () => {
  const { condition } = compileCondition('args.many.all(x, args.many.size() > 3)');
  for (let round = 0; round < 5; round++) expect(condition?.(scopeOf({ args }))).toBe(true);
});

describe('steps are counted where the work is', () => {
  test('an item costs what is evaluated for it', () => {
    // x + x + … has as many parts as it has letters and signs.
    const fits = Math.floor(MOST_STEPS / large.many.length / 2) - 3;
    const sum = (terms: number) => Array.from({ length: terms }, () => 'x').join(' + ');
    expect(truthOf(`args.many.all(x, ${sum(fits - 1)} > 0.0)`)).toBe(true);
    expect(truthOf(`args.many.all(x, ${sum(fits + 3)} > 0.0)`)).toBeUndefined();
  });
});

describe('hostile expressions are refused and nothing more', () => {
  const tooDeep = ['1 when: the expression is nested too deeply or too large'];
  test.each([
    ['brackets', '('.repeat(10_000)],
    ['exclamation marks', `${'!'.repeat(16_000)}true`],
    ['minus signs', `${'-'.repeat(16_000)}1 > 0`],
    ['lists', '['.repeat(10_000)],
    ['choices', 'true ? '.repeat(2_000)],
    ['fields', `args${'.a'.repeat(5_000)}`],
    ['sums', `args.a${' + args.a'.repeat(1_500)} > 0.0`],
    ['operands', `true${' && true'.repeat(2_001)}`],
    ['macros', 'args.l.all(x,'.repeat(1_000)],
  ])('depth of thousands: %s', (_, source) => {
    const { condition, mistakes } = compileCondition(source);
    expect(condition).toBeUndefined();
    expect(mistakes.map((mistake) => mistake.replace(/^\d+/, '1'))).toEqual(tooDeep);
  });

  test('a sum of 150, and one of 250, whose depth the parser does not count', () => {
    const tooLong = compileCondition(`args.a${' + 1.0'.repeat(250)} > 0.0`);
    expect(tooLong.condition).toBeUndefined();
    expect(tooLong.mistakes).toContain(tooDeep[0]);
    expect(compileCondition(`args.a${' + 1.0'.repeat(150)} > 0.0`).mistakes).toEqual([]);
  });

  test('1 MiB', () => {
    expect(compileCondition(`true${' '.repeat(1 << 20)}`).mistakes).toEqual([
      '1 when: an expression has at most 16384 characters',
    ]);
  });

  test('a chain of 1,000 operands is one part', () => {
    const chain = Array.from({ length: 1_000 }, (_, index) => `args.mid == '${index}'`).join(' || ');
    expect(chain.length).toBeGreaterThan(16_384);
    const short = Array.from({ length: 700 }, (_, index) => `tool == '${index}'`).join(' || ');
    expect(compileCondition(short).condition?.(scopeOf({ tool: '699' }))).toBe(true);
  });

  test('half a character', () => {
    expect(compileCondition("tool == '\ud800'").mistakes).toEqual([
      '1 when: the expression is not well-formed Unicode',
    ]);
  });

  test('what is shown of an expression cannot break or turn a line', () => {
    expect(compileCondition('tool == \u202e\u0007').mistakes).toEqual(['9 when: unexpected "\\u{202e}"']);
  });
});
