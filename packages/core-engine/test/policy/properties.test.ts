import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide, decideWithHints } from '../../src/policy/decide.js';
import { categoriesOf } from '../../src/policy/match/words.js';
import { runs } from '../runs.js';
import { policyOf, question } from './support.js';

const categories = ['destructive', 'web', 'notes'];
const globs = (words: string[]) =>
  fc.uniqueArray(fc.constantFrom(...words, '*', ...words.map((word) => `!${word}`)), { minLength: 1, maxLength: 3 });
const maybe = <Value>(key: string, value: fc.Arbitrary<Value>) =>
  fc.option(value).map((some) => (some === null ? {} : { [key]: some }));
const merged = (...parts: fc.Arbitrary<object>[]) =>
  fc.tuple(...parts).map((all) => Object.assign({}, ...all) as object);

const anyRule = merged(
  fc.record({ effect: fc.constantFrom('allow', 'deny'), priority: fc.constantFrom(1, 100, 200) }),
  maybe('tools', globs(['alpha', 'beta'])),
  maybe('servers', globs(['srv', 'other'])),
  maybe('roles', globs(['staff', 'guest'])),
  maybe('actions', globs(['read', 'write', 'execute'])),
  maybe('categories', globs(categories)),
);
/** Denser, or guesses hardly ever decide anything. */
const guessRule = fc.record({ effect: fc.constantFrom('allow', 'deny'), categories: globs(categories) });
const rule = fc.oneof(anyRule, guessRule);
const fact = merged(
  fc.record({ match: fc.constantFrom('alpha', 'beta', '*') }),
  fc.oneof(
    fc.record({ action: fc.constantFrom('read', 'write', 'execute') }),
    fc.record({ categories: fc.subarray(categories, { minLength: 1 }) }),
    fc.record({ action: fc.constantFrom('read', 'write'), categories: fc.subarray(categories) }),
  ),
);
const policy = fc
  .record({
    default: fc.constantFrom('deny', 'allow', 'abstain'),
    tools: fc.array(fact, { maxLength: 3 }),
    rules: fc.array(rule, { maxLength: 5 }),
  })
  .map(({ rules, ...rest }) => ({
    version: 1,
    ...rest,
    rules: rules.map((one, index) => ({ id: `r${index}`, ...one })),
  }));
const asked = fc.oneof(
  fc.record({
    tool: fc.constantFrom('alpha', 'beta', 'gamma'),
    server: fc.constantFrom('srv', 'other'),
    roles: fc.subarray(['staff', 'guest']),
  }),
  fc.record({ resource: fc.constant('alpha'), server: fc.constantFrom('srv', 'other') }),
);
const compileAll = (policies: object[]) => Promise.all(policies.map((one, index) => policyOf(one, `p${index}`)));

test('what is guessed never turns a denial into an allowance', async () => {
  let turned = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(policy, { minLength: 1, maxLength: 3 }),
      asked,
      fc.subarray(categories),
      fc.subarray(categories),
      async (policies, who, some, more) => {
        const compiled = await compileAll(policies);
        const few = decideWithHints(compiled, question(who), new Set(some));
        const many = decideWithHints(compiled, question(who), new Set([...some, ...more]));
        if (few.effect === 'deny') expect(many.effect).toBe('deny');
        if (few.effect !== many.effect) turned += 1;
      },
    ),
    runs(2_000, 20),
  );
  // Otherwise the property says nothing.
  expect(turned).toBeGreaterThan(50);
});

test('one more policy never loosens, unless nobody voted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(policy, { minLength: 1, maxLength: 3 }), policy, asked, async (policies, added, who) => {
      const before = await compileAll(policies);
      const after = await compileAll([...policies, added]);
      const first = decide(before, question(who));
      if (first.effect === 'deny' && first.policy !== undefined) expect(decide(after, question(who))).toEqual(first);
    }),
    runs(2_000, 20),
  );
});

test('the order of policies does not change the effect', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(policy, { maxLength: 4 }), asked, async (policies, who) => {
      const compiled = await compileAll(policies);
      expect(decide(compiled.toReversed(), question(who)).effect).toBe(decide(compiled, question(who)).effect);
    }),
    runs(2_000, 20),
  );
});

test('the same question has the same answer, and an entry of a list that of its call', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(policy, { maxLength: 3 }), asked, async (policies, who) => {
      const compiled = await compileAll(policies);
      const decision = decide(compiled, question(who));
      expect(decide(compiled, question(who))).toEqual(decision);
      expect(decide(compiled, { ...question(who), phase: 'list' })).toEqual(decision);
    }),
    runs(2_000, 20),
  );
});

test('hints come from the name of a tool', async () => {
  const compiled = [
    await policyOf({ version: 1, default: 'allow', rules: [{ id: 'd', effect: 'deny', categories: ['destructive'] }] }),
  ];
  for (const tool of ['delete_x', 'read_x']) {
    expect(decide(compiled, question({ tool }))).toEqual(
      decideWithHints(compiled, question({ tool }), categoriesOf(tool)),
    );
  }
});
