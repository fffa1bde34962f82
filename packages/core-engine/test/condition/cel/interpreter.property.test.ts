import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cel } from '../../../src/condition/cel/value.js';
import { Inexact, isList, isMap, type Value } from '../../../src/value/value.js';
import { runs } from '../../runs.js';
import { any, args, truth, whole } from './expressions.js';
import { interpret, type Known } from './interpreter.js';
import { compileAny, scopeOf, valueFrom } from './support.js';

test('closures give what a plain interpreter gives, for every expression that is accepted', () => {
  let [accepted, known] = [0, 0];
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.oneof(whole, any, truth), fc.array(args, { minLength: 4, maxLength: 4 }), (source, all) => {
      const compiled = compileAny(source);
      if (compiled === undefined) return;
      accepted += 1;
      for (const one of all) {
        const value = valueFrom(one);
        const expected = interpret(compiled.node, new Map<string, Known>([['args', value]]));
        const found = compiled.run(scopeOf({ args: value }));
        expect(found).toEqual(expected as Cel | undefined);
        if (found === undefined) continue;
        known += 1;
        seen.add(String(found));
      }
    }),
    runs(6_000, 5),
  );
  // Otherwise the property says nothing.
  expect(accepted).toBeGreaterThan(800);
  expect(known).toBeGreaterThan(400);
  expect(seen.size).toBeGreaterThan(8);
});

/** Every number that is not exact from now on. */
function blur(value: Value): Value {
  if (typeof value === 'number') return new Inexact(String(value));
  if (isList(value)) return value.map(blur);
  return isMap(value) ? new Map([...value].map(([key, inner]) => [key, blur(inner)])) : value;
}

test('knowing less never gives another answer, only none', () => {
  let [kept, lost] = [0, 0];
  fc.assert(
    fc.property(truth, fc.array(args, { minLength: 4, maxLength: 4 }), (source, all) => {
      const compiled = compileAny(source);
      if (compiled === undefined) return;
      for (const one of all) {
        const value = valueFrom(one);
        const less = compiled.run(scopeOf({ args: blur(value) }));
        const more = compiled.run(scopeOf({ args: value }));
        if (typeof more !== 'boolean') continue;
        if (less !== undefined) expect(less).toBe(more);
        if (less === undefined) lost += 1;
        else kept += 1;
      }
    }),
    runs(10_000, 6),
  );
  expect(kept).toBeGreaterThan(200);
  expect(lost).toBeGreaterThan(25);
});

test('a field that goes away never gives another answer, only none', () => {
  let [kept, lost] = [0, 0];
  // `has` is asked for just that, and is never unknown.
  const reading = truth.filter((source) => !source.includes('has('));
  fc.assert(
    fc.property(reading, fc.array(args, { minLength: 4, maxLength: 4 }), (source, all) => {
      const compiled = compileAny(source);
      if (compiled === undefined) return;
      for (const one of all) {
        const more = compiled.run(scopeOf({ args: valueFrom(one) }));
        if (typeof more !== 'boolean') continue;
        for (const key of Object.keys(one)) {
          const { [key]: _, ...rest } = one;
          const less = compiled.run(scopeOf({ args: valueFrom(rest) }));
          if (less !== undefined) expect(less).toBe(more);
          if (less === undefined) lost += 1;
          else kept += 1;
        }
      }
    }),
    runs(10_000, 7),
  );
  expect(kept).toBeGreaterThan(200);
  expect(lost).toBeGreaterThan(200);
});
