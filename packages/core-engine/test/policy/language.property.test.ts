import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Decision, Effect } from '../../src/decision.js';
import { decide } from '../../src/policy/decide.js';
import { Unreadable } from '../../src/value/value.js';
import { runs } from '../runs.js';
import { anyArgs, anyPolicy, anyQuestion, anyWho, compileAll, named, writeArgs } from './random.js';
import { decideSlowly } from './reference.js';
import { question } from './support.js';

const STRICTNESS: Record<Effect, number> = { allow: 0, redact: 0, approve: 1, deny: 2 };
const policies = fc.array(anyPolicy(true), { minLength: 1, maxLength: 3 }).map(named);
const questions = fc.array(anyQuestion, { minLength: 1, maxLength: 8 });

test('what the policies say is what their words say', async () => {
  const seen = new Map<string, number>();
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  await fc.assert(
    fc.asyncProperty(policies, questions, async (written, all) => {
      const compiled = await compileAll(written);
      for (const one of all) {
        const expected = decideSlowly(written, one);
        const decision = decide(compiled, one);
        expect(told(decision)).toEqual({ rule: undefined, policy: undefined, unevaluated: undefined, ...expected });
        count(decision.effect);
        for (const what of ['rule', 'unevaluated', 'reservations', 'shadow'] as const) if (decision[what]) count(what);
      }
    }),
    runs(2_000, 21),
  );
  // Otherwise the property says little.
  expect(seen.size).toBe(8);
  expect(Math.min(...seen.values())).toBeGreaterThan(25);
});

function told({ effect, policy, rule, unevaluated, reservations = [], shadow = [] }: Decision) {
  const reserved = reservations.map(({ key, amount }) => `${key.policy} ${key.key} ${key.scope} ${amount}`);
  return { effect, policy, rule, unevaluated, reserved, shadow };
}

test('one more policy of the whole language never loosens, unless nobody voted', async () => {
  await fc.assert(
    fc.asyncProperty(policies, anyPolicy(true), questions, async (written, added, all) => {
      const before = await compileAll(written);
      const after = await compileAll(named([...written, added]));
      for (const one of all) {
        const first = decide(before, one);
        if (first.policy === undefined && one.phase !== 'result') continue;
        expect(STRICTNESS[decide(after, one).effect]).toBeGreaterThanOrEqual(STRICTNESS[first.effect]);
      }
    }),
    runs(800, 22),
  );
});

test.each([
  ['deny', 2],
  ['approve', 1],
] as const)('one more %s rule never loosens', async (effect, most) => {
  let stricter = 0;
  const place = fc.nat({ max: 6 });
  await fc.assert(
    fc.asyncProperty(anyPolicy(true), anyPolicy(true), place, questions, async (one, { rules }, at, all) => {
      const added = rules.filter((rule) => rule.effect === effect).map((rule) => ({ ...rule, id: `more-${rule.id}` }));
      const before = await compileAll(named([one]), false);
      const after = await compileAll(named([{ ...one, rules: one.rules.toSpliced(at, 0, ...added) }]), false);
      for (const asked of all) {
        // An approve rule may stand before the rule that denies, and then it decides.
        const first = Math.min(STRICTNESS[decide(before, asked).effect], most);
        const second = STRICTNESS[decide(after, asked).effect];
        expect(second).toBeGreaterThanOrEqual(first);
        if (second > first) stricter += 1;
      }
    }),
    runs(800, 23),
  );
  expect(stricter).toBeGreaterThan(50);
});

test('a field that goes away, or that cannot be read, never loosens what conditions say', async () => {
  let stricter = 0;
  const conditional = fc.array(anyPolicy(false), { minLength: 1, maxLength: 2 }).map(named);
  const field = fc.constantFrom('a', 'b');
  await fc.assert(
    fc.asyncProperty(conditional, anyWho, anyArgs, field, async (written, who, args, gone) => {
      const compiled = await compileAll(written);
      const { [gone]: _, ...less } = args;
      const whole = question({ ...who, json: writeArgs(args) });
      const { effect, policy } = decide(compiled, whole);
      const first = STRICTNESS[effect];
      // Where nobody voted a floor is the first vote.
      const least = policy === undefined ? STRICTNESS.approve : first;
      const unreadable = new Map([...(whole.args as Map<string, never>), [gone, new Unreadable('too_deep')]]);
      for (const asked of [
        question({ ...who, json: writeArgs(less) }),
        question({ ...who, json: writeArgs({ ...args, [gone]: '1e999' }) }),
        { ...whole, args: unreadable },
      ]) {
        const second = STRICTNESS[decide(compiled, asked).effect];
        if (first > 0) expect(second).toBeGreaterThanOrEqual(least);
        if (second > first) stricter += 1;
      }
    }),
    runs(3_000, 24),
  );
  expect(stricter).toBeGreaterThan(50);
});
