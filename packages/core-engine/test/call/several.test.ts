import { describe, expect, it } from 'vitest';
import { joinDecisions } from '../../src/call/join.js';
import { createMemoryUsage, handleCall } from '../../src/index.js';
import { answer, call, gateway, open, parse, policy, upstream } from './harness.js';

const listen = {
  jsonrpc: '2.0',
  id: 7,
  method: 'subscriptions/listen',
  params: { notifications: { resourceSubscriptions: ['a:1', 'b:2'] } },
};
const told = answer({ jsonrpc: '2.0', id: 7, result: { said: 'key' } });

it('is changed where one of them is', () => {
  expect(joinDecisions([{ effect: 'allow' }, { effect: 'redact' }])).toEqual({ effect: 'redact' });
  expect(joinDecisions([{ effect: 'allow' }, { effect: 'allow' }])).toEqual({ effect: 'allow' });
});

describe('a call about several things owes what each of them owes', () => {
  it('leaves the marks of all', async () => {
    const marking = await policy(`
version: 1
default: deny
rules:
  - { id: a, effect: allow, resources: ["a:*"], marks: [first] }
  - { id: b, effect: allow, resources: ["b:*"], marks: [second] }
`);
    const { gate } = gateway([marking]);
    await handleCall(call(listen), gate, upstream(told).forward, open);
    expect([...gate.session.marks]).toEqual(['first', 'second']);
  });

  it('has on record what was taken for all, and what rules on trial would have said of each', async () => {
    const counting = await policy(`
version: 1
default: deny
rules:
  - { id: trial, effect: deny, resources: ["b:*"], shadow: true }
  - { id: all, effect: allow, resources: ["*"], budget: { key: uris, limit: 9, per: global } }
`);
    const { gate, entries } = gateway([counting], { usage: createMemoryUsage() });
    await handleCall(call(listen), gate, upstream(told).forward, open);
    const one = { policy: 'test', key: 'uris', amount: '1' };
    expect(entries[0]).toMatchObject({ reserved: [one, one], shadow: [{ rule: 'trial', effect: 'deny' }] });
  });

  it('has its result withheld where a rule speaks of one of them', async () => {
    const withholding = await policy(`
version: 1
default: allow
rules: [{ id: no-b, effect: deny, phase: result, resources: ["b:*"] }]
`);
    const { gate } = gateway([withholding]);
    const reply = parse(await handleCall(call(listen), gate, upstream(told).forward, open));
    expect(reply.error).toMatchObject({ code: -32010, data: { rule: 'no-b' } });
  });

  it('has its result changed by the rules about each', async () => {
    const masking = await policy(`
version: 1
default: allow
rules: [{ id: mask-b, effect: redact, phase: result, resources: ["b:*"], redact: [{ path: said, with: full }] }]
`);
    const { gate } = gateway([masking]);
    const reply = parse(await handleCall(call(listen), gate, upstream(told).forward, open));
    expect(reply.result).toEqual({ said: '***REDACTED***' });
  });
});
