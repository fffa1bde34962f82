import { describe, expect, it } from 'vitest';
import { allowAll, call, cancel, open, result } from './harness.js';

const guarded =
  'version: 1\ndefault: allow\nrules: [{ id: guard, effect: deny, phase: request, methods: ["sampling/*"] }]\n';

describe('refusals', () => {
  it('are on record and told before the end is', async () => {
    const written: (() => void)[] = [];
    const { agent, relay, entries, settle } = await open(allowAll, {
      record: (entry) => new Promise((resolve) => written.push(() => resolve(void entries.push(entry)))),
    });
    agent.say({ jsonrpc: '2.0', id: 1, method: 'nope' });
    agent.handlers().end(3);
    let drained = false;
    const draining = relay.drain().then(() => {
      drained = true;
    });
    await settle();
    expect(drained).toBe(false);
    for (const resolve of written) resolve();
    await draining;
    await relay.stop('stdin_closed');
    expect(agent.arrived.map((line) => JSON.parse(line).error.data.reason)).toEqual([
      'unknown_method',
      'line_without_end',
    ]);
    expect(entries.map(({ kind }) => kind)).toEqual(['refused', 'refused', 'stop']);
  });

  it('S11 stop the reading of a side that sends them faster than they are written', async () => {
    const written: (() => void)[] = [];
    const { agent, server, settle } = await open(allowAll, {
      record: () => new Promise((resolve) => written.push(resolve)),
    });
    for (let n = 0; n < 1_000; n++) {
      agent.say('');
      server.say('junk');
    }
    expect([agent.paused, server.paused]).toEqual([1, 1]);
    for (const resolve of written) resolve();
    await settle();
    expect([agent.paused, server.paused]).toEqual([0, 0]);
  });

  it('bear the id only while no request in flight has it', async () => {
    let written: () => void = () => undefined;
    const { agent, settle } = await open(allowAll, {
      record: ({ kind }) => (kind === 'refused' ? new Promise((resolve) => (written = resolve)) : Promise.resolve()),
    });
    agent.say({ jsonrpc: '2.0', id: 7, method: 'nope' });
    agent.say(call(7));
    await settle();
    written();
    await settle();
    expect(JSON.parse(agent.arrived[0] ?? '')).toMatchObject({ id: null, error: { code: -32601 } });
  });

  it('of a request on which the gateway itself fails are on record before they are told', async () => {
    const written: (() => void)[] = [];
    const { agent, server, entries, settle } = await open(allowAll, {
      identify: () => Promise.reject(new Error('nobody knows')),
      record: (entry) => new Promise((resolve) => written.push(() => resolve(void entries.push(entry)))),
    });
    agent.say({ jsonrpc: '2.0', id: 7, method: 'tools/list' });
    server.say(result(7, { tools: [] }));
    await settle();
    expect([agent.arrived, written.length]).toEqual([[], 1]);
    written[0]?.();
    await settle();
    expect(entries).toMatchObject([{ kind: 'refused', from: 'agent', code: 'OSTIARY_FAULT', reason: 'fault' }]);
    expect(agent.arrived.map((line) => JSON.parse(line))).toMatchObject([{ id: 7, error: { code: -32012 } }]);
    agent.say({ jsonrpc: '2.0', id: 7, method: 'ping' });
    expect(server.arrived).toHaveLength(2); // its id is free again
  });

  it('are not made after the end', async () => {
    const { agent, server, entries, relay, settle } = await open(allowAll);
    await relay.stop('sigterm');
    agent.say({ jsonrpc: '2.0', id: 1, method: 'nope' });
    server.say({ jsonrpc: '2.0', id: 1, method: 'roots/list' });
    await settle();
    expect(entries).toEqual([{ kind: 'stop', reason: 'sigterm' }]);
  });

  it('of a new request while the end is near name the reason', async () => {
    const { agent, relay, settle } = await open(allowAll);
    agent.say(call(1));
    await settle();
    void relay.drain();
    agent.say(call(2));
    await settle();
    expect(JSON.parse(agent.arrived[0] ?? '')).toMatchObject({
      id: 2,
      error: { code: -32016, data: { reason: 'closing' } },
    });
  });
});

describe('what goes no further', () => {
  it('a cancel of a request that is not in flight', async () => {
    const { agent, server, entries, settle } = await open(allowAll);
    agent.say(cancel(9));
    agent.say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: { a: 1 } } });
    agent.say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { reason: 'no id' } });
    await settle();
    expect(server.arrived).toHaveLength(1);
    expect(entries).toMatchObject([{ reason: 'unknown_request' }, { reason: 'wrong_type' }]);
  });

  it.each(['notifications/tasks', 'notifications/tasks/status'])('a denied request inside %s', async (method) => {
    const { agent, server, entries, settle } = await open(guarded);
    const carrying = (inner: string) => ({
      jsonrpc: '2.0',
      method,
      params: { taskId: '1', inputRequests: { a: { method: inner, params: {} } } },
    });
    agent.say(call(1));
    await settle();
    server.say(carrying('sampling/createMessage'));
    server.say(carrying('elicitation/create'));
    server.say({ jsonrpc: '2.0', method, params: { taskId: '1' } });
    await settle();
    expect(agent.arrived.map((line) => JSON.parse(line).params.inputRequests)).toEqual([
      { a: { method: 'elicitation/create', params: {} } },
      undefined,
    ]);
    expect(entries.at(-1)).toMatchObject({ kind: 'refused', from: 'server', reason: 'inner_request_denied' });
  });
});

describe('an answer that is too long', () => {
  it.each([
    ['its id at the start', '{"jsonrpc":"2.0","id":2,"result":{"a":"'],
    ['no id at the start, but only one request waits', '{"result":{"a":"'],
  ])('ends the request that waits for it: %s', async (_, start) => {
    const { agent, server, settle } = await open(allowAll);
    agent.say(call(2));
    await settle();
    server.handlers().oversize(40_000_000, new TextEncoder().encode(start));
    await settle();
    expect(agent.arrived.map((line) => JSON.parse(line))).toMatchObject([{ id: 2, error: { code: -32016 } }]);
  });

  it('ends none where it could be one of several', async () => {
    const { agent, server, settle } = await open(allowAll);
    agent.say(call(2));
    agent.say(call(3));
    await settle();
    server.handlers().oversize(40_000_000, new TextEncoder().encode('{"result":{'));
    server.say(result(3));
    await settle();
    expect(agent.arrived.map((line) => JSON.parse(line).id)).toEqual([3]);
  });
});

describe('memory', () => {
  it('keeps no more bytes in flight than four times what may wait', async () => {
    const { agent, settle } = await open(allowAll, {}, { maxQueued: 1_000 });
    for (let id = 0; id < 10; id++) agent.say(call(id, 'read', { _meta: { pad: 'x'.repeat(900) } }));
    await settle();
    expect(agent.arrived.map((line) => JSON.parse(line).error.code)).toEqual(Array.from({ length: 6 }, () => -32014));
  });

  it('puts the deadline off for the right one of two requests with one progress token', async () => {
    const { agent, server, settle, clock } = await open(allowAll, {}, { idleTimeout: 40 });
    const _meta = { progressToken: 'p' };
    agent.say(call(1, 'read', { _meta }));
    agent.say(call(2, 'read', { _meta }));
    await settle();
    server.say(result(1));
    await settle();
    clock.now = 30;
    server.say({ jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: 'p', progress: 1 } });
    clock.now = 60;
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(agent.arrived.map((line) => JSON.parse(line).id)).toEqual([1, undefined]);
  });
});

describe('a side that breaks', () => {
  it('does not keep the other one from being read', async () => {
    const { agent, server, relay, settle } = await open(allowAll);
    agent.full = true;
    server.say({ jsonrpc: '2.0', method: 'notifications/message', params: {} });
    expect(server.paused).toBe(1);
    agent.handlers().broken();
    expect(server.paused).toBe(0);
    expect(await relay.over).toBe('fault');
    await settle();
  });
});
