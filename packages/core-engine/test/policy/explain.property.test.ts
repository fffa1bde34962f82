import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from '../../src/policy/decide.js';
import { explain } from '../../src/policy/explain.js';
import { runs } from '../runs.js';
import { policyOf, question } from './support.js';

const maybe = <Value>(key: string, value: fc.Arbitrary<Value>) =>
  fc.option(value).map((some) => (some === null ? {} : { [key]: some }));
const merged = (...parts: fc.Arbitrary<object>[]) =>
  fc.tuple(...parts).map((all) => Object.assign({}, ...all) as { effect: string });

const test1 = fc.constantFrom(
  { field: 'n', op: 'lt', value: 5 },
  { field: 'n', op: 'exists' },
  { not: { field: 'm', op: 'eq', value: 'x' } },
  {
    any: [
      { field: 'm', op: 'eq', value: 'x' },
      { field: 'n', op: 'gt', value: 3 },
    ],
  },
);
const when = fc.oneof(test1, fc.constantFrom('args.n < 5.0', "has(args.m) && args.m == 'x'", 'args.n > 1.0 || args.m'));
const exceeded = fc.constantFrom('next', 'deny', 'approve');
const rule = merged(
  fc.record({ effect: fc.constantFrom('allow', 'deny', 'approve', 'redact'), shadow: fc.boolean() }),
  maybe('priority', fc.constantFrom(1, 100, 200)),
  maybe('tools', fc.constantFrom(['alpha'], ['!alpha'], ['*'])),
  maybe('roles', fc.constantFrom(['staff'], ['!guest'])),
  maybe('when', when),
  maybe('phase', fc.constantFrom('call', 'call', 'result', 'list')),
  maybe(
    'budget',
    fc.record({
      key: fc.constant('b'),
      limit: fc.constantFrom(2, 9),
      per: fc.constant('session'),
      exceeded,
      add: fc.constant('args.n'),
    }),
  ),
  maybe('rate', fc.record({ limit: fc.constantFrom(1, 5), window: fc.constant('1m'), exceeded })),
).map((one) => fitting(one as Record<string, unknown>));

/** Without the keys that do not go together. */
function fitting({ budget, rate, phase, ...rest }: Record<string, unknown>): Record<string, unknown> {
  const charges = { ...(budget !== undefined && { budget }), ...(rate !== undefined && { rate }) };
  const ask = rest['effect'] === 'approve' || rest['effect'] === 'redact';
  const inPhase = phase === undefined || ask ? {} : { phase };
  if (rest['effect'] === 'redact') return { ...rest, redact: [{ path: 'n', with: 'remove' }] };
  const counts = rest['effect'] !== 'deny' && (ask || phase === undefined || phase === 'call');
  return { ...rest, ...inPhase, ...(counts && charges) };
}

const policy = fc
  .record({
    default: fc.constantFrom('deny', 'allow', 'abstain', 'approve'),
    mode: fc.constantFrom('enforce', 'enforce', 'enforce', 'shadow'),
    rules: fc.array(rule, { maxLength: 5 }),
  })
  .map(({ rules, ...rest }) => ({
    version: 1,
    ...rest,
    rules: rules.map((one, index) => ({ id: `r${index}`, ...one })),
  }));
const asked = fc.record({
  tool: fc.constantFrom('alpha', 'beta'),
  roles: fc.subarray(['staff', 'guest']),
  phase: fc.constantFrom('call', 'call', 'list', 'result'),
  args: fc.constantFrom({}, { n: 1 }, { n: 4, m: 'x' }, { n: '4' }, { n: 7, m: 2 }),
  spent: fc.constantFrom({}, { b: 1 }, { b: 5, 'rate of r0': 1 }, { 'rate of r1': 9 }),
});

test('explains the decision that is made, and the trace comes to the votes', async () => {
  let decided = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(policy, { maxLength: 3 }), asked, async (policies, about) => {
      const compiled = await Promise.all(policies.map((one, index) => policyOf(one, `p${index}`)));
      const asks = question(about as Parameters<typeof question>[0]);
      const { decision, trace, votes } = explain(compiled, asks);
      expect(decision).toEqual(decide(compiled, asks));
      expect(votes.map(({ policy: name }) => name)).toEqual(compiled.map(({ name }) => name));
      for (const vote of votes) {
        if (vote.effect === 'abstain' || vote.rule === undefined) continue;
        decided += 1;
        const step = trace.findLast((one) => one.policy === vote.policy && one.rule === vote.rule);
        expect(step).toMatchObject({ matched: true });
        expect(['decides', 'floor']).toContain(step?.did);
      }
      for (const { policy: name, rule: id, did, shadow } of trace) {
        if (did !== 'decides' || shadow || about.phase === 'list') continue;
        const vote = votes.find((one) => one.policy === name);
        if (vote?.wouldSay === undefined) expect([id, vote?.floor]).toContain(vote?.rule);
      }
    }),
    runs(1_000, 20),
  );
  // Otherwise the property says nothing.
  expect(decided).toBeGreaterThan(60);
});
