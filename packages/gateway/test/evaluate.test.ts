import { compilePolicy, evaluateMessage, type Setting } from '@ostiary/core-engine';
import { expect, test } from 'vitest';
import { call, open } from './harness.js';

/** The library's raw-message interface is no second gateway: for one message both say the same. */
const text = `
version: 1
default: allow
rules:
  - { id: no-deleting, effect: deny, tools: ["delete_*"] }
  - { id: held, effect: approve, tools: [pay] }
  - { id: no-password, effect: redact, tools: ["*"], redact: [{ path: password, with: remove }] }
  - { id: no-sampling, effect: deny, phase: request, methods: [sampling/createMessage] }
`;
const compiled = await compilePolicy({ name: 'test', text });
if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
const setting: Setting = {
  policies: [compiled.policy],
  server: 'fs',
  principal: { id: 'agent:local', roles: [] },
  now: 0,
  id: 'id-2',
};

const lines: readonly (readonly [from: 'agent' | 'server', line: unknown])[] = [
  ['agent', call(1)],
  ['agent', call('x', 'delete_file')],
  ['agent', call(1, 'pay')],
  ['agent', call(1, 'delete_file', { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } })],
  ['agent', call(1, 'log', { arguments: { n: 1, password: 'x' } })],
  ['agent', call(1, 're\u200bad')],
  ['agent', call(1, 'x'.repeat(5_000))],
  ['agent', { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 7 } }],
  ['agent', { jsonrpc: '2.0', method: 'tools/call', params: { name: 'read' } }],
  ['agent', { jsonrpc: '2.0', id: 1, method: 'Tools/call' }],
  ['agent', { jsonrpc: '2.0', id: 1, method: 'ping' }],
  ['agent', { jsonrpc: '2.0', method: 'notifications/initialized' }],
  ['agent', { jsonrpc: '2.0', method: 'notifications/other' }],
  ['agent', '{"jsonrpc":"2.0","id":1,"method":"ping","method":"ping"}'],
  ['agent', '{"jsonrpc":"2.0","id":1,"method":"ping"'],
  ['agent', '[{"jsonrpc":"2.0","id":1,"method":"ping"}]'],
  ['agent', '{"jsonrpc":"2.0","id":1,"method":"ping","Method":"ping"}'],
  ['agent', '{"jsonrpc":"2.0","result":{"a":1,"a":2}}'],
  ['agent', '{"jsonrpc":"1.0","id":1,"method":"ping"}'],
  ['agent', 'noise'],
  ['server', { jsonrpc: '2.0', id: 1, method: 'sampling/createMessage', params: {} }],
  ['server', { jsonrpc: '2.0', id: 1, method: 'ping' }],
  ['server', { jsonrpc: '2.0', id: 1, result: {} }],
  ['server', { jsonrpc: '2.0', method: 'notifications/message', params: { data: 1 } }],
  ['server', '{"jsonrpc":"2.0","id":1,"method":"roots/list","method":"ping"}'],
  ['server', 'noise'],
];

test.each(lines)('from the %s: %j', async (from, message) => {
  const { agent, server, settle } = await open(text);
  const line = typeof message === 'string' ? message : JSON.stringify(message);
  const [sender, receiver] = from === 'agent' ? [agent, server] : [server, agent];
  sender.say(line);
  await settle();
  const evaluation = evaluateMessage(from, new TextEncoder().encode(line), setting);
  const decode = (bytes: Uint8Array | undefined) => (bytes === undefined ? [] : [new TextDecoder().decode(bytes)]);
  const withoutEnd = (arrived: readonly string[]) => arrived.map((text) => text.replace(/\n$/, ''));
  expect(decode('forward' in evaluation ? evaluation.forward : undefined)).toEqual(withoutEnd(receiver.arrived));
  const refusal = 'refusal' in evaluation ? evaluation.refusal : undefined;
  expect(decode(refusal?.bytes)).toEqual(withoutEnd(sender.arrived));
  if (refusal) expect(refusal.to).toBe(from);
});
