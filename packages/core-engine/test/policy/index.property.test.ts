import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Question } from '../../src/decision.js';
import { decide } from '../../src/policy/decide.js';
import { decideSlowly, type Written } from './reference.js';
import { policyOf, question } from './support.js';

/** Few and alike, so that names meet rules, rules meet each other and one beginning is the beginning of the next. */
const names = [
  'a',
  'ab',
  'abc',
  'abcd',
  'b',
  'a*',
  'a?',
  '!a',
  'a\\',
  'delete_a',
  'delete_b',
  'ab_delete',
  '',
  '😀',
  'a😀',
];
const globs = [
  ...[
    'a',
    'ab',
    'abc',
    'b',
    'a*',
    'ab*',
    'abc*',
    'b*',
    '*',
    '*c',
    'a*c',
    'a?',
    '?b',
    '?',
    'a*b*',
    '\\a*',
    'a\\*',
    'a\\?',
  ],
  ...['\\!a', 'a\\\\', 'delete_*', 'delete_a', '*delete*', '😀', '?😀', 'a😀*', 'ab\\c*'],
];
const list = (words: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...words, ...words.map((word) => `!${word}`)), { minLength: 1, maxLength: 3 });
const some = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 3 });
const seldom = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 1 });

const scope = {
  servers: seldom(list(['srv', 'other', 's*'])),
  methods: seldom(list(['tools/call', 'prompts/get', 'sampling/*'])),
  agents: seldom(list(['agent:a', 'agent:*'])),
  roles: seldom(list(['staff', 'guest', '*'])),
  environments: seldom(list(['prod', '*', '?*'])),
};
const common = { effect: fc.constantFrom('allow', 'deny'), priority: seldom(fc.constantFrom(1, 50, 100, 200)) };
const aboutCalls = fc.record({
  ...common,
  ...scope,
  tools: some(list(globs)),
  resources: seldom(list(globs)),
  prompts: seldom(list(globs)),
  actions: seldom(list(['read', 'write', 'execute', '*'])),
  categories: seldom(list(['destructive', 'web', 'notes', '*'])),
});
const byName = fc.record({ ...common, tools: list(globs) });
const aboutRequests = fc.record({ ...common, ...scope, phase: fc.constant('request') });
const fact = fc.record({
  match: fc.constantFrom(...globs),
  servers: seldom(list(['srv', 'other'])),
  action: fc.constantFrom('read', 'write', 'execute'),
  categories: seldom(fc.subarray(['destructive', 'web', 'notes'])),
});

const written = fc
  .record({
    default: fc.constantFrom('deny', 'allow', 'abstain'),
    tools: fc.array(fact, { maxLength: 4 }),
    rules: fc.array(fc.oneof({ arbitrary: aboutCalls, weight: 3 }, byName, aboutRequests), { maxLength: 12 }),
  })
  .map(({ rules, ...rest }) =>
    JSON.parse(JSON.stringify({ ...rest, rules: rules.map((rule, n) => ({ id: `r${n}`, ...rule })) })),
  );
const policies = fc
  .array(written, { minLength: 1, maxLength: 3 })
  .map((all): Written[] => all.map((one, index) => ({ version: 1, name: `p${index}`, ...one })));

const name = fc.constantFrom(...names);
const subject = fc.oneof(
  { arbitrary: fc.record({ tool: name }), weight: 4 },
  fc.record({ resource: name }),
  fc.record({ prompt: name }),
  fc.constant({}),
  fc.record({ tool: name, resource: name, prompt: some(name) }),
  fc.record({ resource: name, prompt: name }),
);
const asked: fc.Arbitrary<Question> = fc
  .tuple(
    subject,
    fc.record({
      phase: fc.constantFrom('call', 'call', 'list', 'request'),
      method: fc.constantFrom('tools/call', 'prompts/get', 'sampling/createMessage'),
      server: fc.constantFrom('srv', 'other'),
      agent: fc.constantFrom('agent:a', 'agent:b'),
      roles: fc.subarray(['staff', 'guest', 'boss']),
      environment: fc.constantFrom('', 'prod'),
    }),
  )
  .map(([about, rest]) => question({ ...rest, ...(rest.phase === 'request' ? {} : about) } as never));

test('the answer is that of a walk over all rules', async () => {
  const deciders = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(policies, fc.array(asked, { minLength: 1, maxLength: 12 }), async (written, questions) => {
      const compiled = await Promise.all(written.map((one) => policyOf(one)));
      // Twice: what is remembered from one question must not show in the next.
      for (const one of [...questions, ...questions.toReversed()]) {
        const expected = decideSlowly(written, one);
        const { effect, policy, rule } = decide(compiled, one);
        expect({ effect, policy, rule }).toEqual({
          effect: expected.effect,
          policy: expected.policy,
          rule: expected.rule,
        });
        deciders.set(rule ?? 'default', (deciders.get(rule ?? 'default') ?? 0) + 1);
      }
    }),
    { numRuns: 2_000, seed: 4 },
  );
  // Otherwise the property says little.
  expect(deciders.size).toBeGreaterThan(10);
  expect(deciders.get('r1')).toBeGreaterThan(500);
});
