import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costOfDecision } from '../../src/condition/cost.js';
import type { Truth } from '../../src/condition/truth.js';
import { Unreadable, type Value } from '../../src/value/value.js';
import { runs } from '../runs.js';
import { argsOf, casesOf, compile, evaluate } from './support.js';

interface Case {
  name: string;
  when: string;
  args: Record<string, boolean | 'unknown'>;
}

const cases = [...casesOf<Case>('operators'), ...casesOf<Case>('joins')].flatMap(({ file, name, when, args }) =>
  Object.entries(args).map(([json, truth]) => ({ file, name, when, json, truth })),
);

test.each(cases)('$file: $name: $json is $truth', ({ when, json, truth }) => {
  const expected = truth === 'unknown' ? undefined : truth;
  expect(evaluate(when, argsOf(json))).toBe(expected);
  expect(evaluate(`{ not: ${when} }`, argsOf(json))).toBe(expected === undefined ? undefined : !expected);
});

test.each(casesOf<{ name: string; text: string; problems: string[] }>('mistakes'))('$name', ({ text, problems }) => {
  const found = compile(text);
  expect(found.problems.map((line, index) => line.slice(0, problems[index]?.length))).toEqual(problems);
  expect(found.condition).toBeUndefined();
});

describe('given as objects', () => {
  test('numbers and text stay what they are', () => {
    expect(evaluate({ field: 'a', op: 'eq', value: 5 }, argsOf('{"a":5}'))).toBe(true);
    expect(evaluate({ field: 'a', op: 'eq', value: '5' }, argsOf('{"a":5}'))).toBeUndefined();
    expect(evaluate({ field: 'a', op: 'eq', value: 1e21 }, argsOf('{"a":1e21}'))).toBe(true);
    expect(evaluate({ field: 'a', op: 'eq', value: 'null' }, argsOf('{"a":"null"}'))).toBe(true);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%s is no value', (value) => {
    expect(compile({ field: 'a', op: 'lt', value }).problems).toEqual([
      expect.stringContaining('must be a value of JSON'),
    ]);
  });
});

test('no arguments at all', () => {
  expect(evaluate('{ field: a, op: exists }', undefined)).toBe(false);
  expect(evaluate('{ field: a, op: ne, value: 1 }', undefined)).toBeUndefined();
});

test('what the reader did not read is unknown to every operator', () => {
  const args: Value = new Map([['a', new Unreadable('too_deep')]]);
  const tests = ['exists', 'eq, value: 1', 'ne, value: 1', 'lt, value: 1', 'in, value: []', 'contains, value: x'];
  for (const one of [...tests, 'startswith, value: x', 'regex, value: x']) {
    for (const field of ['a', 'a.b']) expect(evaluate(`{ field: ${field}, op: ${one} }`, args)).toBeUndefined();
  }
});

test('joins of more than two follow Kleene', () => {
  const truth = fc.constantFrom<Truth>(true, false, undefined);
  const leaf = (one: Truth) =>
    one === undefined ? { field: 'u', op: 'eq', value: 1 } : { field: one ? 't' : 'f', op: 'exists' };
  fc.assert(
    fc.property(fc.array(truth, { minLength: 1, maxLength: 5 }), (truths) => {
      // Kleene's order: false < unknown < true; all is the least, any the greatest.
      const ranks = truths.map((one) => [false, undefined, true].indexOf(one));
      const items = truths.map(leaf);
      const args = argsOf('{"t":1}');
      expect(evaluate({ all: items }, args)).toBe([false, undefined, true][Math.min(...ranks)]);
      expect(evaluate({ any: items }, args)).toBe([false, undefined, true][Math.max(...ranks)]);
    }),
    runs(500, 20),
  );
});

describe('cost', () => {
  const long = (count: number) => new Map<string, Value>([['a', Array.from({ length: count }, () => 'x')]]);

  test('10,000 items are compared, 60,000 are too many', () => {
    expect(evaluate('{ field: a, op: contains, value: w }', long(10_000))).toBe(false);
    expect(evaluate('{ field: a, op: contains, value: w }', long(60_000))).toBeUndefined();
    expect(evaluate('{ field: a, op: contains, value: x }', long(50_000))).toBe(true);
  });

  test('one cost for all parts of a condition, and a new one for each evaluation', () => {
    const part = '{ field: a, op: contains, value: w }';
    const { condition } = compile(`{ any: [${Array.from({ length: 5 }, () => part).join(', ')}] }`);
    const ask = (count: number) =>
      condition?.({
        question: { ...question, args: long(count) },
        extracts: { text: '', urls: [], hosts: [] },
        cost: costOfDecision(),
        lists: new Map(),
      });
    expect([ask(10_000), ask(10_001), ask(10_000)]).toEqual([false, undefined, false]);
  });

  test('what is decided without the part that costs too much stays decided', () => {
    const part = '{ field: a, op: contains, value: w }';
    expect(evaluate(`{ any: [${part}, { field: a, op: exists }] }`, long(60_000))).toBe(true);
    expect(evaluate(`{ all: [${part}, { field: b, op: exists }] }`, long(60_000))).toBe(false);
    expect(evaluate(`{ not: ${part} }`, long(60_000))).toBeUndefined();
  });

  test('searching a long text for a long part costs the product', () => {
    const args = (length: number) => new Map([['a', 'a'.repeat(length)]]);
    const part = (length: number) => `{ field: a, op: contains, value: ${'a'.repeat(length)}b${'a'.repeat(length)} }`;
    expect(evaluate(part(1), args(1_000_000))).toBe(false);
    expect(evaluate(part(500), args(1_000_000))).toBeUndefined();
    expect(evaluate(part(500), args(50_000))).toBe(false);
  });
});

const question = {
  phase: 'call',
  method: 'tools/call',
  server: 'srv',
  principal: { id: 'agent:local', roles: [] },
  environment: '',
} as const;
