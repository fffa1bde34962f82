import { describe, expect, it } from 'vitest';
import { allowAll, call, cancel, open, result } from './harness.js';

const ping = (id: unknown): object => ({ jsonrpc: '2.0', id, method: 'ping' });
const idsOf = (lines: readonly string[]): unknown[] => lines.map((line) => JSON.parse(line).id ?? 'notification');

/** A port that answers when the test says so. */
function slowly() {
  const waiting: { resolve(): void; reject(cause: Error): void }[] = [];
  const port = () => new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }));
  const release = () => {
    for (const { resolve } of waiting.splice(0)) resolve();
  };
  const fail = () => {
    for (const { reject } of waiting.splice(0)) reject(new Error('disk full'));
  };
  return { port, release, fail };
}

describe('a cancel', () => {
  it('of a call that cannot be recorded leaves nothing to say', async () => {
    const record = slowly();
    const { agent, server, settle } = await open(allowAll, { record: record.port });
    agent.say(call(1));
    agent.say(cancel(1));
    await settle();
    record.fail();
    await settle();
    expect([agent.arrived, server.arrived]).toEqual([[], []]);
  });

  it('of initialize passes, and its answer is still waited for', async () => {
    const { agent, server, settle } = await open(allowAll);
    agent.say({ jsonrpc: '2.0', id: 0, method: 'initialize', params: {} });
    await settle();
    agent.say(cancel(0));
    server.say(result(0, { protocolVersion: '2025-11-25' }));
    await settle();
    expect(server.arrived).toHaveLength(2);
    expect(idsOf(agent.arrived)).toEqual([0]);
  });

  it('of a request that waits for its turn keeps the id taken until the server has answered what it got', async () => {
    const record = slowly();
    const { agent, server, entries, settle } = await open(allowAll, {
      record: record.port,
      note: async () => undefined,
    });
    agent.say(call(1));
    agent.say(ping(2));
    agent.say(cancel(2));
    await settle();
    server.say(result(2, { content: ['made up'] }));
    await settle();
    record.release();
    await settle();
    record.release();
    expect(server.arrived.map((line) => JSON.parse(line).method)).toEqual([
      'tools/call',
      'ping',
      'notifications/cancelled',
    ]);
    agent.say(ping(2));
    await settle();
    record.release();
    await settle();
    expect(server.arrived).toHaveLength(3);
    expect(agent.arrived.map((line) => JSON.parse(line))).toMatchObject([{ id: null, error: { code: -32600 } }]);
    expect(entries).toEqual([]);
  });
});

it('what was told to be unsent does not reach a server that closed its output and still reads', async () => {
  const record = slowly();
  const { agent, server, settle } = await open(allowAll, { record: record.port });
  agent.say(call(1));
  agent.say(ping(2));
  await settle();
  server.handlers().end(0);
  await settle();
  for (let round = 0; round < 3; round += 1) {
    record.release();
    await settle();
  }
  expect(idsOf(agent.arrived).toSorted()).toEqual([1, 2]);
  expect(server.arrived).toEqual([]);
});

it('lets nothing overtake the error that stands for a garbled answer', async () => {
  const note = slowly();
  const { agent, server, settle } = await open(allowAll, { note: note.port });
  agent.say(call(1));
  await settle();
  note.release();
  await settle();
  server.say('{"jsonrpc":"2.0","id":1,"result":5}');
  server.say({ jsonrpc: '2.0', method: 'notifications/message', params: {} });
  await settle();
  expect(agent.arrived).toEqual([]);
  note.release();
  await settle();
  expect(idsOf(agent.arrived)).toEqual([1, 'notification']);
});

it('loses no place to a second answer that is garbled, while the first waits for its record', async () => {
  const note = slowly();
  const { agent, server, settle } = await open(allowAll, { note: note.port });
  agent.say(call(1));
  await settle();
  note.release();
  await settle();
  server.say(result(1));
  server.say('{"jsonrpc":"2.0","id":1,"result":5}');
  server.say({ jsonrpc: '2.0', method: 'notifications/message', params: {} });
  for (let round = 0; round < 4; round += 1) {
    note.release();
    await settle();
  }
  expect(agent.arrived.map((line) => JSON.parse(line))).toMatchObject([result(1), { method: 'notifications/message' }]);
});

it('does not time out what is answered and waits for its record', async () => {
  const note = slowly();
  const { agent, server, settle, clock } = await open(allowAll, { note: note.port }, { idleTimeout: 40 });
  agent.say(call(1));
  await settle();
  note.release();
  await settle();
  server.say(result(1));
  clock.now = 100;
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(server.arrived).toHaveLength(1);
  note.release();
  await settle();
  expect(agent.arrived.map((line) => JSON.parse(line))).toEqual([result(1)]);
});

it('hears of progress for the request that has the token now', async () => {
  const { agent, server, settle, clock } = await open(allowAll, {}, { idleTimeout: 40 });
  for (const id of [1, 2]) agent.say(call(id, 'read', { _meta: { progressToken: 'p' } }));
  await settle();
  server.say(result(1));
  clock.now = 30;
  await settle();
  server.say({ jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: 'p', progress: 1 } });
  clock.now = 60;
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(idsOf(agent.arrived)).toEqual([1, 'notification']);
});

it('drains when the last request has its answer, and not before', async () => {
  const { agent, server, relay, settle } = await open(allowAll);
  agent.say(call(1));
  await settle();
  let drained = false;
  void relay.drain().then(() => {
    drained = true;
  });
  await settle();
  expect(drained).toBe(false);
  server.say(result(1));
  await settle();
  expect(drained).toBe(true);
});

it('S16 drops a notification that nobody knows, and lets it pass where the settings say so', async () => {
  const strange = { jsonrpc: '2.0', method: 'notifications/Cancelled', params: {} };
  const strict = await open(allowAll);
  strict.agent.say(strange);
  await strict.settle();
  expect(strict.server.arrived).toEqual([]);
  expect(strict.entries).toMatchObject([{ kind: 'refused', reason: 'unknown_method' }]);
  const lax = await open(allowAll, {}, { unknownMethods: 'pass' });
  lax.agent.say(strange);
  await lax.settle();
  expect(lax.server.arrived.map((line) => JSON.parse(line))).toEqual([strange]);
});
