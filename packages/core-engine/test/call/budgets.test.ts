import { expect, test } from 'vitest';
import { type Answer, createMemoryUsage, handleCall, type Usage } from '../../src/index.js';
import { answer, asked, call, gateway, open, parse, policy, upstream } from './harness.js';

const policies = [
  await policy(`
version: 1
default: deny
rules:
  - { id: pay, effect: allow, tools: [read], budget: { key: k, limit: 2, per: agent } }
  - { id: ask, effect: approve, tools: [ask], budget: { key: k, limit: 2, per: agent } }
  - { id: over, effect: allow, tools: [over], budget: { key: o, limit: 0, per: agent, exceeded: deny }, code: SPENT }
`),
];
const key = { policy: 'test', key: 'k', scope: 'agent:agent:local' };

async function spent(usage: Usage): Promise<bigint> {
  return (await usage.read([key], 0)).spent(key);
}

function counted(changes: Partial<Usage> = {}) {
  const usage = { ...createMemoryUsage(), ...changes };
  return { usage, ...gateway(policies, { usage }) };
}

test('an answered call is spent, an error result too', async () => {
  for (const given of [{ content: [] }, { content: [], isError: true }]) {
    const { usage, gate } = counted();
    const { forward } = upstream(answer({ jsonrpc: '2.0', id: 7, result: given }));
    await handleCall(call(asked), gate, forward, open);
    expect(await spent(usage)).toBe(1_000_000n);
  }
});

test.each<[string, Answer, bigint]>([
  ['a time-out', { kind: 'timeout' }, 1_000_000n],
  ['a cancel', { kind: 'cancelled' }, 1_000_000n],
  ['noise', { kind: 'malformed' }, 1_000_000n],
  ['a server that is gone', { kind: 'upstream_gone' }, 1_000_000n],
  ['a server that was gone before a byte had left', { kind: 'upstream_gone', isUnsent: true }, 0n],
])('%s', async (_, given, left) => {
  const { usage, gate } = counted();
  await handleCall(call(asked), gate, upstream(given).forward, open);
  expect(await spent(usage)).toBe(left);
});

test('without a record nothing is spent and nothing arrives', async () => {
  const { usage, gate } = counted();
  const { arrived, forward } = upstream();
  const failing = { ...gate, ports: { ...gate.ports, record: () => Promise.reject(new Error('full')) } };
  expect(parse(await handleCall(call(asked), failing, forward, open)).error.code).toBe(-32013);
  expect(arrived).toEqual([]);
  expect(await spent(usage)).toBe(0n);
});

test('what was withdrawn before it left is given back', async () => {
  const { usage, gate, entries } = counted();
  const { arrived, forward } = upstream();
  expect(await handleCall(call(asked), gate, forward, { aborted: true })).toBeUndefined();
  expect(arrived).toEqual([]);
  expect(entries.at(-1)).toMatchObject({ kind: 'outcome', result: { status: 'cancelled' } });
  expect(await spent(usage)).toBe(0n);
});

test('what nobody can approve is given back', async () => {
  const { usage, gate } = counted();
  const { arrived, forward } = upstream();
  const asking = { ...asked, params: { ...asked.params, name: 'ask' } };
  expect(parse(await handleCall(call(asking), gate, forward, open)).result.isError).toBe(true);
  expect(arrived).toEqual([]);
  expect(await spent(usage)).toBe(0n);
});

test('what no longer fits is denied with the code of its rule', async () => {
  const { gate, entries } = counted();
  const over = { ...asked, params: { ...asked.params, name: 'over' } };
  const reply = parse(await handleCall(call(over), gate, upstream().forward, open));
  expect(reply.result._meta['ostiary/decision']).toMatchObject({ code: 'SPENT', rule: 'over' });
  expect(entries.at(-1)).toMatchObject({ kind: 'denied', decision: { reason: 'the budget of the rule is exceeded' } });
});

test('who was slower decides again by what is left', async () => {
  const memory = createMemoryUsage();
  let rivals = 2;
  const { gate } = counted({
    ...memory,
    reserve(snapshot, reservations, now) {
      if (rivals > 0) {
        rivals -= 1;
        const other = memory.read([key], now) as ReturnType<Usage['read']> & { version: string; spent: () => bigint };
        memory.reserve(other, reservations, now);
      }
      return memory.reserve(snapshot, reservations, now);
    },
  });
  const { arrived, forward } = upstream();
  expect(parse(await handleCall(call(asked), gate, forward, open)).result.isError).toBe(true);
  expect(arrived).toEqual([]);
  expect(await spent(memory)).toBe(2_000_000n);
});

test.each<[string, Partial<Usage>]>([
  ['cannot be read', { read: () => Promise.reject(new Error('disk')) }],
  [
    'throws',
    {
      read: () => {
        throw new Error('disk');
      },
    },
  ],
  ['cannot reserve', { reserve: () => Promise.reject(new Error('disk')) }],
  ['never agrees', { reserve: () => undefined }],
])('a store that %s refuses the call, on record', async (_, broken) => {
  const { gate, entries } = counted(broken);
  const { arrived, forward } = upstream();
  expect(parse(await handleCall(call(asked), gate, forward, open)).error.code).toBe(-32012);
  expect(arrived).toEqual([]);
  expect(entries).toMatchObject([{ kind: 'denied', decision: { code: 'OSTIARY_FAULT' } }]);
});

test('without a store a rule with a budget lets nothing through', async () => {
  const { gate } = gateway(policies);
  const { arrived, forward } = upstream();
  await handleCall(call(asked), gate, forward, open);
  expect(arrived).toEqual([]);
});

test('a fault at the second of two things gives back what the first has reserved', async () => {
  const two = [
    await policy(`
version: 1
default: allow
rules:
  - { id: first, effect: allow, resources: ["x:a"], budget: { key: k, limit: 2, per: agent } }
  - { id: second, effect: deny, resources: ["x:b"], findings: ["*"] }
`),
  ];
  const usage = createMemoryUsage();
  const { gate } = gateway(two, { usage, scan: () => Promise.reject(new Error('down')) });
  const notifications = { resourceSubscriptions: ['x:a', 'x:b'] };
  const { arrived, forward } = upstream();
  const listen = call({ jsonrpc: '2.0', id: 7, method: 'subscriptions/listen', params: { notifications } });
  expect(parse(await handleCall(listen, gate, forward, open)).error.code).toBe(-32012);
  expect(arrived).toEqual([]);
  expect(await spent(usage)).toBe(0n);
});

test('a call that asks for nothing is denied', async () => {
  const { gate } = gateway([await policy('version: 1\ndefault: allow\n')]);
  const { arrived, forward } = upstream();
  await handleCall({ ...call(asked), subjects: [] }, gate, forward, open);
  expect(arrived).toEqual([]);
});
