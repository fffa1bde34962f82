import { expect, test } from 'vitest';
import { createClaims } from '../src/claims.js';
import { call, open, result } from './harness.js';

test('what was claimed once stands, whatever is claimed later', () => {
  const claims = createClaims();
  expect(claims.of('rm')).toBeUndefined();
  claims.learn('rm', { destructive: true });
  claims.learn('rm', { openWorld: true });
  expect(claims.of('rm')).toEqual({ destructive: true, openWorld: true });
  expect(claims.of('__proto__')).toBeUndefined();
});

test('a server cannot fill memory with names', () => {
  const claims = createClaims();
  const name = (index: number): string => `${index}`.padStart(4096, 'x');
  for (let index = 0; index < 300; index += 1) claims.learn(name(index), { destructive: true });
  expect(claims.of(name(255))).toEqual({ destructive: true });
  expect(claims.of(name(256))).toBeUndefined();
});

test('a tool that its server called destructive is denied where a rule says so, and another server word does not lift it', async () => {
  const { agent, server, settle } = await open(
    'version: 1\ndefault: allow\nrules: [{ id: d, effect: deny, categories: [hint.destructive] }]\n',
  );
  const list = async (id: string, annotations: object) => {
    agent.say({ jsonrpc: '2.0', id, method: 'tools/list' });
    await settle();
    server.say(result(id, { tools: [{ name: 'tidy', annotations }] }));
    await settle();
  };
  agent.say(call('before', 'tidy'));
  await settle();
  expect(server.arrived.filter((line) => line.includes('"before"'))).toHaveLength(1);
  await list('one', { destructiveHint: true });
  await list('two', { destructiveHint: false });
  agent.say(call('after', 'tidy'));
  await settle();
  expect(server.arrived.filter((line) => line.includes('"after"'))).toHaveLength(0);
});
