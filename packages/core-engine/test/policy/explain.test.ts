import { describe, expect, it } from 'vitest';
import { explain } from '../../src/policy/explain.js';
import { listRules } from '../../src/policy/rules.js';
import type { Step } from '../../src/policy/trace.js';
import { type Asked, policyOf, question } from './support.js';

async function stepsOf(rules: object[], asked: Asked, rest: object = {}): Promise<readonly Partial<Step>[]> {
  const policy = await policyOf({ version: 1, name: 'p', default: 'deny', ...rest, rules });
  return explain([policy], question(asked)).trace.map(({ policy: _, rule: __, effect: ___, ...step }) => step);
}

const allow = (members: object) => ({ id: 'r', effect: 'allow', ...members });
const guard = (members: object) => ({ id: 'r', effect: 'deny', ...members });
const missed = (because: string, saw: unknown) => ({ matched: false, because, saw });

describe('the first thing that did not hold, and what it saw', () => {
  it.each<[object, Asked, object]>([
    [allow({ tools: ['a'], servers: ['x'] }), { tool: 'b' }, missed('tools', 'b')],
    [allow({ tools: ['a'], servers: ['x'] }), { tool: 'a' }, missed('servers', 'srv')],
    [allow({ roles: ['staff'] }), { tool: 'a', roles: ['guest'] }, missed('roles', ['guest'])],
    [allow({ labels: { team: 'x' } }), { tool: 'a', labels: { team: 'y' } }, missed('labels', { team: 'y' })],
    [allow({ phase: 'result' }), { tool: 'a' }, missed('phase', 'call')],
    [guard({ categories: ['shell'] }), { tool: 'read_file' }, missed('categories', ['filesystem'])],
    [
      guard({ destinations: ['evil.example'] }),
      { tool: 'a', args: { url: 'https://good.example/x' } },
      missed('destinations', ['good.example']),
    ],
    [
      guard({ findings: ['secret.*'] }),
      { tool: 'a', findings: [{ type: 'shell.rm', path: '', score: 3, scanner: 's' }] },
      missed('findings', ['shell.rm (3)']),
    ],
    [
      allow({ when: 'args.amount < 500 && agent.id != "x"' }),
      { tool: 'a', args: { amount: 700 } },
      missed('when', { 'args.amount': 700, 'agent.id': 'agent:local' }),
    ],
    [
      allow({ when: 'args.items.exists(i, i.price > 5.0)' }),
      { tool: 'a', args: { items: [] } },
      missed('when', { 'args.items': [] }),
    ],
    [
      allow({
        when: {
          all: [
            { field: 'region', op: 'eq', value: 'eu' },
            { field: 'amount', op: 'lt', value: 500 },
          ],
        },
      }),
      { tool: 'a', args: { amount: 700, region: 'eu' } },
      missed('when', [{ condition: 'amount lt 500', saw: 700 }]),
    ],
    [
      allow({
        when: {
          not: {
            any: [
              { field: 'a', op: 'in', value: [1, 'x'] },
              { field: 'b', op: 'exists' },
            ],
          },
        },
      }),
      { tool: 'a', args: { a: 1 } },
      missed('when', [{ condition: 'under "not": a in [1, "x"]', saw: 1 }, { condition: 'under "not": b exists' }]),
    ],
    [
      guard({ findings: ['secret.*'], when: 'args.a > 1.0' }),
      { tool: 'a', args: { a: 1 } },
      missed('when', { 'args.a': 1 }),
    ],
    [
      allow({ budget: { key: 'b', add: 'args.amount', limit: 100, per: 'session' } }),
      { tool: 'a', args: { amount: 60 }, spent: { b: 50 } },
      missed('budget', { key: 'b', spent: '50', adds: '60', limit: '100' }),
    ],
  ])('%j %j', async (rule, asked, step) => {
    const [found] = await stepsOf([rule], asked);
    expect(JSON.parse(JSON.stringify(found))).toEqual(step);
  });
});

describe('what cannot be evaluated', () => {
  const when = { field: 'amount', op: 'lt', value: 500 };
  it.each<[string, object]>([
    ['deny', { matched: true, did: 'decides' }],
    ['approve', { matched: true, did: 'floor' }],
    ['allow', { matched: false }],
    ['redact', { matched: true, did: 'changes' }],
  ])('under %s', async (effect, outcome) => {
    const redact = effect === 'redact' ? { redact: [{ path: 'x', with: 'remove' }] } : {};
    const [step] = await stepsOf([{ id: 'r', effect, when, ...redact }], { tool: 'a', args: { amount: '5' } });
    const saw = [{ condition: 'amount lt 500', saw: '5' }];
    expect(step).toEqual({ ...outcome, because: 'when', unevaluated: true, saw });
  });

  it('is a budget without an amount, and a rate without a session', async () => {
    const budget = { key: 'b', add: 'args.amount', limit: 100, per: 'session' };
    const [step] = await stepsOf([allow({ budget })], { tool: 'a', args: {} });
    expect(step).toEqual({
      matched: false,
      because: 'budget',
      unevaluated: true,
      saw: { key: 'b', spent: '0', limit: '100' },
    });
  });
});

it('stops at the rule that decides, and shows rates that deny', async () => {
  const rate = { limit: 2, window: '1m' };
  const steps = await stepsOf([allow({ rate }), { id: 'below', effect: 'deny' }], {
    tool: 'a',
    spent: { 'rate of r': 2 },
  });
  expect(steps).toEqual([{ matched: true, did: 'decides', because: 'rate', saw: { calls: '2', limit: 2 } }]);
});

it('gives the votes of each policy, the floor, trials and policies on trial', async () => {
  const policies = await Promise.all([
    policyOf({ version: 1, default: 'abstain', rules: [{ id: 'f', effect: 'approve', when: 'args.x' }] }, 'floored'),
    policyOf({ version: 1, default: 'abstain' }, 'silent'),
    policyOf({ version: 1, default: 'allow', rules: [{ id: 't', effect: 'deny', shadow: true }] }, 'trial'),
    policyOf({ version: 1, default: 'deny', mode: 'shadow' }, 'shadow'),
  ]);
  const { decision, votes, trace } = explain(policies, question({ tool: 'a', args: {} }));
  expect(decision).toMatchObject({ effect: 'approve', policy: 'floored', rule: 'f', unevaluated: true });
  expect(votes).toEqual([
    { policy: 'floored', effect: 'approve', rule: 'f', floor: 'f' },
    { policy: 'silent', effect: 'abstain' },
    { policy: 'trial', effect: 'allow' },
    { policy: 'shadow', effect: 'abstain', wouldSay: 'deny' },
  ]);
  expect(trace.at(-1)).toEqual({
    policy: 'trial',
    rule: 't',
    effect: 'deny',
    matched: true,
    did: 'decides',
    shadow: true,
  });
});

it('shows values shortened, so that no argument makes it long', async () => {
  const deep = (depth: number): object => (depth === 0 ? { x: 1 } : { a: deep(depth - 1) });
  const args = { text: 'x'.repeat(1e6), list: Array.from({ length: 1e5 }, () => 'y'.repeat(500)), deep: deep(50) };
  const steps = await stepsOf([allow({ when: 'args.text == "a" && args.list == [1] && args.deep == 1.0' })], {
    tool: 'a',
    args,
  });
  expect(JSON.stringify(steps).length).toBeLessThan(5_000);
});

it('has nothing to look at where the name alone is refused', async () => {
  const { decision, ...rest } = explain(
    [await policyOf({ version: 1, default: 'allow' })],
    question({ tool: 'a\u202e' }),
  );
  expect(decision.effect).toBe('deny');
  expect(rest).toEqual({ trace: [], votes: [] });
});

it('lists rules in the order in which they are tried, with what their author wrote', async () => {
  const rules = [
    { id: 'late', effect: 'allow', tools: ['a*', '!ab'], when: { not: { field: 'x', op: 'in', value: [1] } } },
    { id: 'early', effect: 'deny', priority: 1, labels: { team: 'x' }, when: 'args.a > 1.0', shadow: true },
  ];
  const lines = listRules(await policyOf({ version: 1, name: 'p', default: 'deny', rules }));
  expect(
    lines.map(({ id, priority, shadow, selectors }) => [id, priority, shadow, Object.fromEntries(selectors)]),
  ).toEqual([
    ['early', 1, true, { labels: ['team: x'], when: ['args.a > 1.0'] }],
    ['late', 100, false, { tools: ['a*', '!ab'], when: ['not: {field: x, op: in, value: [1]}'] }],
  ]);
});

it('asks the rules about entries of a list only where the call would not be denied', async () => {
  const rules = [guard({ id: 'calls' }), { id: 'entries', effect: 'deny', phase: 'list' }];
  expect(await stepsOf(rules, { tool: 'a', phase: 'list' })).toEqual([{ matched: true, did: 'decides' }]);
  expect(await stepsOf(rules.slice(1), { tool: 'a', phase: 'list' })).toEqual([{ matched: true, did: 'decides' }]);
});

it('tells a rate that cannot be evaluated from a budget', async () => {
  const charges = { rate: { limit: 2, window: '1m', per: 'session' }, budget: { key: 'b', limit: 5, per: 'global' } };
  const policy = await policyOf({ version: 1, name: 'p', default: 'deny', rules: [allow(charges)] });
  const { session: _, ...asked } = question({ tool: 'a' });
  const step = { because: 'rate', unevaluated: true, matched: false, saw: { limit: 2 } };
  expect(explain([policy], asked).trace).toEqual([expect.objectContaining(step)]);
});
