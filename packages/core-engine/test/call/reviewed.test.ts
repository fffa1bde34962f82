import { expect, it } from 'vitest';
import { review } from '../../src/call/review.js';
import { createMemoryUsage, type Finding, handleCall, type Scan } from '../../src/index.js';
import { answer, asked, bytesOf, call, fine, gateway, open, parse, policy, upstream } from './harness.js';

const found: Finding = { type: 'secret.key', path: '', score: 9, scanner: 's', description: 'hunter2' };
const scans = (rest = '') =>
  policy(`version: 1\ndefault: allow\n${rest}rules: [{ id: s, effect: deny, findings: ["secret.*"] }]\n`);

async function run(policies: Parameters<typeof gateway>[0], ports: Parameters<typeof gateway>[1] = {}, given = fine) {
  const { arrived, forward } = upstream(given);
  const { gate, entries } = gateway(policies, ports);
  const bytes = await handleCall(call(asked), gate, forward, open);
  return { arrived, entries, reply: parse(bytes), gate };
}

it('does not forward what needs an approval', async () => {
  const { arrived, entries } = await run([await policy('version: 1\ndefault: approve\n')]);
  expect(arrived).toEqual([]);
  expect(entries).toMatchObject([{ decision: { effect: 'approve' } }]);
});

it('has nothing on record as reserved for a call that does not go on', async () => {
  const counts = await policy(`version: 1
default: deny
rules: [{ id: a, effect: approve, tools: ["*"], budget: { key: k, limit: 9, per: agent } }]
`);
  const { entries } = await run([counts], { usage: createMemoryUsage() });
  expect(entries).toMatchObject([{ kind: 'denied', decision: { effect: 'approve' } }]);
  expect(entries[0]).not.toHaveProperty('reserved');
});

it('cannot evaluate a result that two readers would read differently', async () => {
  const rule = '{ id: r, effect: deny, phase: result, when: has(result.b) }';
  const reads = await policy(`version: 1\ndefault: allow\nrules: [${rule}]\n`);
  const twice = await run([reads], {}, answer('{"jsonrpc":"2.0","id":7,"result":{"in":{"a":1,"a":2}}}'));
  expect(twice.entries[1]).toMatchObject({ result: { status: 'blocked' }, decision: { rule: 'r' } });
  const once = await run([reads], {}, answer('{"jsonrpc":"2.0","id":7,"result":{"in":{"a":1}}}'));
  expect(once.entries[1]).toMatchObject({ result: { status: 'ok' } });
});

it('asks nobody about what the agent answers to a server, and withholds what it could not ask about', async () => {
  const withholds = await policy('version: 1\ndefault: allow\nrules: [{ id: r, effect: deny, phase: result }]\n');
  const { gate, entries } = gateway([withholds]);
  const sampling = call({ ...asked, method: 'sampling/createMessage' }, 'server');
  expect(parse(await handleCall(sampling, gate, upstream().forward, open))).toHaveProperty('result');
  expect(entries[0]).toMatchObject({ kind: 'intent', from: 'server' });

  if (fine.kind !== 'response') throw new Error('no response');
  const aboutNothing = { ...call(asked), subjects: [] };
  const judgement = { principal: { id: 'a', roles: [] } } as unknown as Parameters<typeof review>[2];
  expect(await review(aboutNothing, fine.response, judgement, gate, gate.session)).toMatchObject({
    decision: { effect: 'deny', code: 'OSTIARY_FAULT' },
  });
});

it.each<[string, Scan | undefined, string, number]>([
  ['nothing found', async () => [], '', 1],
  ['a finding', async () => [found], '', 0],
  ['a fault', async () => 'fault', '', 0],
  ['a scanner that rejects', () => Promise.reject(new Error('x')), '', 0],
  ['no scanner', undefined, '', 0],
  ['a fault that is forgiven', async () => 'fault', 'on_error: { scanner: allow }\n', 1],
  ['what the content has caused is not forgiven', async () => 'content', 'on_error: { scanner: allow }\n', 0],
])('scanners: %s', async (name, scan, rest, expected) => {
  const { arrived, entries } = await run([await scans(rest)], scan && { scan });
  expect(arrived.length).toBe(expected);
  const findings = name === 'a finding' ? [{ type: 'secret.key', path: '', score: 9, scanner: 's' }] : undefined;
  expect(entries[0]).toHaveProperty('kind');
  expect((entries[0] as { findings?: unknown }).findings).toEqual(findings);
});

it('every policy that asks for findings must forgive a fault', async () => {
  const both = [await scans('name: a\non_error: { scanner: allow }\n'), await scans('name: b\n')];
  const { arrived, reply } = await run(both, { scan: async () => 'fault' });
  expect(arrived).toEqual([]);
  expect(reply.error.data).toMatchObject({ code: 'OSTIARY_FAULT' });
});

it('sends what policy has changed, and answers with what policy has changed', async () => {
  const changes = await policy(`version: 1
default: allow
rules:
  - { id: c, effect: redact, redact: [{ path: path, with: remove }], marks: [asked] }
  - { id: r, effect: redact, phase: result, redact: [{ path: secret, with: full }], marks: [answered] }
`);
  const given = answer({ jsonrpc: '2.0', id: 7, result: { content: [], secret: 'x' } });
  const { arrived, reply, gate } = await run([changes], {}, given);
  expect(parse(arrived[0])).toEqual({ ...asked, params: { name: 'read', arguments: {} } });
  expect(reply.result.secret).toBe('***REDACTED***');
  expect([...gate.session.marks]).toEqual(['asked', 'answered']);
  expect(gate.session.calls).toBe(1);
});

it('withholds a result that a rule denies or that cannot be judged', async () => {
  const denies = await policy(
    'version: 1\ndefault: allow\nrules: [{ id: r, effect: deny, phase: result, findings: ["secret.*"] }]\n',
  );
  const denied = await run([denies], { scan: async () => [found] });
  expect(denied.reply.error).toMatchObject({ code: -32010, data: { rule: 'r' } });
  expect(denied.entries[1]).toMatchObject({ result: { status: 'blocked' }, decision: { rule: 'r' } });
  const fault = await run([denies]);
  expect(fault.reply.error.data).toMatchObject({ code: 'OSTIARY_FAULT' });
});

it('refuses a change of what has no place in the bytes', async () => {
  const changes = await policy(
    'version: 1\ndefault: allow\nrules: [{ id: c, effect: redact, redact: [{ path: "**", with: remove }] }]\n',
  );
  const completes = {
    jsonrpc: '2.0',
    id: 7,
    method: 'completion/complete',
    params: { ref: { type: 'ref/prompt', name: 'p' }, argument: { name: 'a', value: 'b' } },
  };
  const { arrived, forward } = upstream();
  const { gate, entries } = gateway([changes]);
  expect(parse(await handleCall(call(completes), gate, forward, open)).error.data).toMatchObject({
    code: 'OSTIARY_DENIED',
    rule: 'c',
    reason: 'a rule changes it, and the argument of completion/complete cannot be changed',
  });
  expect(arrived).not.toContainEqual(bytesOf(completes));
  expect(entries).toMatchObject([{ kind: 'denied', decision: { effect: 'deny', rule: 'c' } }]);
});

it('puts on record what rules on trial would have said of a result', async () => {
  const trial = await policy(`version: 1
default: allow
rules:
  - { id: t, effect: deny, phase: result, when: has(result.content), shadow: true }
  - { id: r, effect: redact, phase: result, redact: [{ path: nothing, with: full }] }
`);
  const { reply, entries } = await run([trial]);
  expect(reply.result).toEqual({ content: [] });
  expect(entries[1]).toMatchObject({ kind: 'outcome', shadow: [{ policy: 'test', rule: 't', effect: 'deny' }] });
  const denies = await policy('version: 1\nname: d\ndefault: allow\nrules: [{ id: d, effect: deny, phase: result }]\n');
  const withheld = await run([denies, trial]);
  expect(withheld.entries[1]).toMatchObject({ decision: { rule: 'd' }, shadow: [{ rule: 't' }] });
});
