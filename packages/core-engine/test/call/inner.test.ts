import { expect, it } from 'vitest';
import { createMemoryUsage, type Decision, handleCall, type Question } from '../../src/index.js';
import { answer, asked, call, gateway, open, parse, policy, upstream } from './harness.js';

const inner = { type: 'x', method: 'sampling/createMessage', params: {} };
const wantsInput = answer({
  jsonrpc: '2.0',
  id: 7,
  result: { resultType: 'input_required', inputRequests: { a: inner } },
});

it.each([
  ['allow', 'rate: { limit: 1, window: 1h }'],
  ['allow', 'budget: { key: sampling, limit: 1, per: session, exceeded: deny }'],
  ['deny', 'rate: { limit: 1, window: 1h }'],
])('S20 under default %s an inner request does not go past a %s', async (byDefault, charge) => {
  const limited = await policy(`
version: 1
default: ${byDefault}
rules:
  - { id: calls, effect: allow, tools: ["*"] }
  - { id: some, effect: allow, phase: request, methods: [sampling/createMessage], ${charge} }
`);
  // Another decision point that has no opinion makes no difference.
  for (const points of [[], [() => undefined]]) {
    const { gate } = gateway([limited], { usage: createMemoryUsage(), points });
    const reply = parse(await handleCall(call(asked), gate, upstream(wantsInput).forward, open));
    expect(reply.error).toMatchObject({ code: -32010, data: { reason: expect.stringContaining('budget or a rate') } });
  }
});

it('no other point is asked about what policy denies, nor about what stands in front of it', async () => {
  const denying = await policy(
    'version: 1\ndefault: allow\nrules: [{ id: roots, effect: deny, phase: request, methods: [roots/list] }]\n',
  );
  const heard: string[] = [];
  const point = ({ phase, method }: Question): Decision | undefined => {
    if (phase === 'request') heard.push(method);
    return phase === 'request' ? { effect: 'deny', code: 'POINT' } : undefined;
  };
  const { gate } = gateway([denying], { points: [point] });
  const both = { inputRequests: { a: inner, b: { method: 'roots/list' } } };
  const given = answer({ jsonrpc: '2.0', id: 7, result: { resultType: 'input_required', ...both } });
  const reply = parse(await handleCall(call(asked), gate, upstream(given).forward, open));
  expect([reply.error.data.rule, heard]).toEqual(['roots', []]);
});

it.each([
  ['another key that looks like the one', { InputRequests: {} }],
  ['a request with two methods', { inputRequests: { a: { ...inner, Method: 'roots/list' } } }],
  ['requests that are none', { inputRequests: 'x' }],
  ['a request without a method', { inputRequests: { a: {} } }],
])('S20 %s is no answer that may pass', async (_, requests) => {
  const { gate, entries } = gateway([await policy('version: 1\ndefault: allow\nrules: []\n')]);
  const given = answer({ jsonrpc: '2.0', id: 7, result: { resultType: 'input_required', ...requests } });
  expect(parse(await handleCall(call(asked), gate, upstream(given).forward, open))).toHaveProperty('error');
  expect(entries[1]).toMatchObject({ result: { status: 'malformed' } });
});

it('a rule with a rate that does not speak of it changes nothing', async () => {
  const limited = await policy(`
version: 1
default: allow
rules: [{ id: some, effect: allow, phase: request, methods: [roots/list], rate: { limit: 1, window: 1h } }]
`);
  const { gate } = gateway([limited], { usage: createMemoryUsage() });
  const reply = parse(await handleCall(call(asked), gate, upstream(wantsInput).forward, open));
  expect(reply.result).toMatchObject({ resultType: 'input_required' });
});

it('an inner request that a rule would change is refused, and nobody is told of a change', async () => {
  const masking = await policy(`
version: 1
default: allow
rules: [{ id: mask, effect: redact, phase: request, redact: [{ path: prompt, with: full }] }]
`);
  const result = { resultType: 'input_required', inputRequests: { a: { ...inner, params: { prompt: 'x' } } } };
  const { gate, entries } = gateway([masking]);
  const asking = answer({ jsonrpc: '2.0', id: 7, result });
  const reply = parse(await handleCall(call(asked), gate, upstream(asking).forward, open));
  expect(reply.error).toMatchObject({ code: -32010, data: { effect: 'deny' } });
  expect(entries[1]).toMatchObject({ decision: { effect: 'deny' }, result: { status: 'blocked' } });
});
