import { expect, test } from 'vitest';
import type { Question } from '../../src/decision.js';
import { decide } from '../../src/policy/decide.js';
import { explain } from '../../src/policy/explain.js';
import type { Policy } from '../../src/policy/policy.js';
import { policyOf, question } from './support.js';

/** Some 150,000 steps of an expression's 200,000; false. */
const DEAR = 'args.many.exists(x, x < 0.0)';
const many = Array.from({ length: 50_000 }, (_, index) => index + 0.5);
const asked = (args: object = { many }): Question => question({ tool: 't', args });

function rules(count: number, effect: string, when: unknown = DEAR): object[] {
  return Array.from({ length: count }, (_, index) => ({ id: `r${index}`, effect, when }));
}

function open(name: string, list: readonly object[]): Promise<Policy> {
  return policyOf({ version: 1, name, default: 'allow', rules: list });
}

test('a decision has one bound for all its rules: what is behind it cannot be evaluated', async () => {
  const few = await open('few', rules(5, 'deny'));
  expect(decide([few], asked())).toMatchObject({ effect: 'allow' });
  const lots = await open('lots', rules(1_000, 'deny'));
  const denied = decide([lots], asked());
  expect(denied).toMatchObject({ effect: 'deny', unevaluated: true });
  // Of two million steps fewer than a hundred rules of this kind can have had theirs.
  expect(Number(denied.rule?.slice(1))).toBeLessThan(100);
  expect(Number(denied.rule?.slice(1))).toBeGreaterThan(5);
});

test('once it is spent nothing is evaluated any more, however cheap', async () => {
  const dear = rules(100, 'allow');
  const cheap = { id: 'cheap', effect: 'allow', when: "tool == 't'" };
  const shut = await policyOf({ version: 1, name: 'shut', default: 'deny', rules: [...dear, cheap] });
  expect(decide([shut], asked())).toMatchObject({ effect: 'deny', unsure: expect.any(Array) });
  expect(decide([shut], asked({ many: [] }))).toMatchObject({ effect: 'allow', rule: 'cheap' });
  const structured = { id: 'cheap', effect: 'deny', when: { field: 'never', op: 'exists' } };
  expect(decide([await open('structured', [...dear, structured])], asked())).toMatchObject({
    rule: 'cheap',
    unevaluated: true,
  });
  const hosts = { id: 'hosts', effect: 'deny', destinations: ['a.example'] };
  const findings = { id: 'findings', effect: 'approve', findings: ['x.*'] };
  const found = {
    ...asked({ many, url: 'https://b.example' }),
    findings: [{ type: 'y', path: '', score: 1, scanner: 's' }],
  };
  expect(decide([await open('hosts', [...dear, hosts])], found)).toMatchObject({ rule: 'hosts', unevaluated: true });
  expect(decide([await open('findings', [...dear, findings])], found)).toMatchObject({
    effect: 'approve',
    rule: 'findings',
  });
});

test('once it is spent nothing more is looked at', async () => {
  let reads = 0;
  const watched = new Proxy(many, {
    get(list, key, receiver) {
      reads += 1;
      return Reflect.get(list, key, receiver);
    },
  });
  const seen = async (count: number): Promise<number> => {
    reads = 0;
    decide([await open('lots', rules(count, 'allow'))], { ...asked({}), args: new Map([['many', watched]]) });
    return reads;
  };
  // Each rule behind the bound may still ask for the list, and for none of its items.
  expect((await seen(60)) - (await seen(20))).toBeLessThan(1_000);
});

test('the policies of one decision share it, and the next decision has its own', async () => {
  const parts = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => open(name, rules(5, 'deny'))));
  for (const part of parts) expect(decide([part], asked()).effect).toBe('allow');
  const together = decide(parts, asked());
  expect(together).toMatchObject({ effect: 'deny', unevaluated: true });
  expect(decide(parts, asked())).toEqual(together);
});

test('the structured form and amounts pay from it too', async () => {
  const text = 'a'.repeat(1_500_000);
  const field = { field: 'text', op: 'contains', value: 'b' };
  expect(decide([await open('one', rules(10, 'deny', field))], asked({ text })).effect).toBe('allow');
  expect(decide([await open('two', rules(200, 'deny', field))], asked({ text }))).toMatchObject({ unevaluated: true });
  const budget = { key: 'k', add: `${DEAR} ? 1.0 : 2.0`, limit: 1, per: 'global' };
  const counting = Array.from({ length: 200 }, (_, index) => ({ id: `b${index}`, effect: 'allow', budget }));
  const last = { id: 'last', effect: 'deny', when: "tool == 'other'" };
  expect(decide([await open('three', [...counting, last])], asked())).toMatchObject({
    rule: 'last',
    unevaluated: true,
  });
});

test('explain sees where it was spent', async () => {
  const lots = await open('lots', rules(100, 'deny'));
  const told = explain([lots], asked());
  const [step] = told.trace.filter(({ did }) => did === 'decides');
  expect(step).toMatchObject({ rule: told.decision.rule, unevaluated: true });
  expect(told.votes).toMatchObject([{ effect: 'deny', rule: told.decision.rule }]);
});
