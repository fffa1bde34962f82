import { describe, expect, test } from 'vitest';
import { compileAny, readCases, scopeOf } from './support.js';

interface Vector {
  readonly expr: string;
  readonly gives?: unknown;
  readonly int?: string;
  readonly unknown?: true;
}

const suites = Object.entries(readCases<Record<string, Vector[]>>('specification'));
const refused = Object.entries(readCases<Record<string, string[]>>('refused'));

test('the vectors are there', () => {
  expect(suites.flatMap(([, vectors]) => vectors).length).toBeGreaterThanOrEqual(200);
});

describe.each(suites)('vectors of the specification: %s', (_, vectors) => {
  test.each(vectors)('$expr', ({ expr, gives, int, unknown }) => {
    const compiled = compileAny(expr);
    expect(compiled).toBeDefined();
    const expected = unknown === true ? undefined : int === undefined ? gives : BigInt(int);
    expect(compiled?.run(scopeOf())).toStrictEqual(expected);
  });
});

describe.each(refused)('not in the subset, so refused: %s', (_, expressions) => {
  test.each(expressions)('%s', (expression) => expect(compileAny(expression)).toBeUndefined());
});
