import { describe, expect, it } from 'vitest';
import { allowAll, call, cancel, open, result } from './harness.js';

const guarded = 'version: 1\ndefault: allow\nrules: [{ id: guard, effect: deny, tools: [blocked] }]\n';

describe('order', () => {
  it('holds back what came after a call until the intent of the call is on record', async () => {
    let recorded: () => void = () => undefined;
    const { agent, server, settle } = await open(allowAll, {
      record: () =>
        new Promise((resolve) => {
          recorded = resolve;
        }),
    });
    agent.say(call(1));
    agent.say({ jsonrpc: '2.0', id: 2, method: 'ping' });
    await settle();
    expect(server.arrived).toEqual([]);
    recorded();
    await settle();
    expect(server.arrived.map((line) => JSON.parse(line).id)).toEqual([1, 2]);
  });

  it('lets nothing that the server sent later overtake an answer', async () => {
    let noted: (() => void)[] = [];
    const { agent, server, settle } = await open(allowAll, {
      note: () => new Promise((resolve) => noted.push(resolve)),
    });
    const release = async () => {
      for (const resolve of noted.splice(0)) resolve();
      await settle();
    };
    agent.say(call(1));
    await settle();
    await release();
    server.say(result(1));
    server.say({ jsonrpc: '2.0', method: 'notifications/message', params: {} });
    await settle();
    expect(agent.arrived).toEqual([]);
    await release();
    expect(agent.arrived.map((line) => JSON.parse(line).id ?? 'notification')).toEqual([1, 'notification']);
    noted = [];
  });

  it('is not held up by a denied call', async () => {
    const { agent, server, settle } = await open(guarded);
    agent.say(call(1, 'blocked'));
    agent.say(call(2));
    await settle();
    expect(server.arrived.map((line) => JSON.parse(line).id)).toEqual([2]);
    expect(agent.arrived.map((line) => JSON.parse(line).id)).toEqual([1]);
  });
});

describe('R10 cancel', () => {
  it('is consumed with the call while its intent is being recorded', async () => {
    let recorded: () => void = () => undefined;
    const { agent, server, entries, settle } = await open(allowAll, {
      record: () =>
        new Promise((resolve) => {
          recorded = resolve;
        }),
    });
    agent.say(call(1));
    agent.say(cancel(1));
    await settle();
    recorded();
    await settle();
    expect([server.arrived, agent.arrived]).toEqual([[], []]);
    expect(entries.filter(({ kind }) => kind === 'outcome')).toMatchObject([{ result: { status: 'cancelled' } }]);
  });

  it('passes behind the forwarded call; the late answer is dropped and recorded, and the id stays taken until then', async () => {
    const { agent, server, entries, settle } = await open(allowAll);
    agent.say(call(1));
    await settle();
    agent.say(cancel(1));
    await settle();
    expect(server.arrived.map((line) => JSON.parse(line).method)).toEqual(['tools/call', 'notifications/cancelled']);
    expect(entries.at(-1)).toMatchObject({ kind: 'outcome', result: { status: 'cancelled' } });
    agent.say(call(1));
    await settle();
    expect(JSON.parse(agent.arrived.pop() ?? '')).toMatchObject({ id: null, error: { code: -32600 } });
    server.say(result(1));
    await settle();
    expect(agent.arrived).toEqual([]);
    expect(entries.at(-1)).toMatchObject({ kind: 'refused', from: 'server', reason: 'late_answer' });
    agent.say(call(1));
    await settle();
    server.say(result(1));
    await settle();
    expect(agent.arrived.map((line) => JSON.parse(line))).toEqual([result(1)]);
  });

  it('tells 1 from "1", and leaves a request alone that another side made', async () => {
    const { agent, server, settle } = await open(allowAll);
    agent.say(call(1));
    agent.say(call('1'));
    await settle();
    agent.say(cancel('1'));
    server.say(cancel(1));
    server.say(result('1'));
    server.say(result(1));
    await settle();
    expect(agent.arrived.map((line) => JSON.parse(line).id)).toEqual([1]);
  });
});

describe('time-outs', () => {
  it('answers, tells the server, drops the late answer; progress puts it off', async () => {
    const { agent, server, entries, settle, clock } = await open(allowAll, {}, { idleTimeout: 40 });
    agent.say(call(1, 'read', { _meta: { progressToken: 'p' } }));
    await settle();
    clock.now = 30;
    server.say({ jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: 'p', progress: 1 } });
    clock.now = 60;
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(agent.arrived).toHaveLength(1);
    clock.now = 71;
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(JSON.parse(agent.arrived[1] ?? '')).toMatchObject({ id: 1, error: { code: -32015 } });
    expect(JSON.parse(server.arrived[1] ?? '')).toMatchObject({
      method: 'notifications/cancelled',
      params: { requestId: 1 },
    });
    expect(entries.at(-1)).toMatchObject({ kind: 'outcome', result: { status: 'timeout' } });
    server.say(result(1));
    await settle();
    expect(agent.arrived).toHaveLength(2);
    expect(entries.at(-1)).toMatchObject({ kind: 'refused', reason: 'late_answer' });
  });

  it('R6 gives up on initialize, never cancels it, and does not time a subscription out', async () => {
    const { agent, server, relay, settle, clock } = await open(
      allowAll,
      {},
      { initializeTimeout: 20, idleTimeout: 20 },
    );
    agent.say({ jsonrpc: '2.0', id: 0, method: 'initialize', params: {} });
    agent.say({ jsonrpc: '2.0', id: 1, method: 'subscriptions/listen', params: { notifications: {} } });
    await settle();
    clock.now = 1000;
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(agent.arrived.map((line) => JSON.parse(line))).toMatchObject([{ id: 0, error: { code: -32015 } }]);
    expect(server.arrived).toHaveLength(2);
    expect(relay.initializeTimedOut()).toBe(true);
  });
});

describe('bounds', () => {
  it('answers "busy" past the requests and the bytes that may wait', async () => {
    const { agent, server, entries, settle } = await open(allowAll, {}, { maxInFlight: 2, maxQueued: 100 });
    for (const id of [1, 2, 3]) agent.say(call(id));
    await settle();
    expect(JSON.parse(agent.arrived[0] ?? '')).toMatchObject({
      id: 3,
      error: { code: -32014, data: { code: 'OSTIARY_BUSY' } },
    });
    server.say(result(1));
    await settle();
    server.queued = 101;
    agent.say(call(4));
    agent.say({ jsonrpc: '2.0', method: 'notifications/roots/list_changed' });
    await settle();
    expect(JSON.parse(agent.arrived[2] ?? '')).toMatchObject({ id: 4, error: { code: -32014 } });
    expect(server.arrived).toHaveLength(2);
    expect(entries.filter(({ kind }) => kind === 'refused')).toMatchObject([
      { reason: 'too_many_in_flight' },
      { reason: 'queue_full' },
      { reason: 'queue_full' },
    ]);
  });

  it('pauses the server while the agent does not read', async () => {
    const { agent, server } = await open(allowAll);
    agent.full = true;
    server.say({ jsonrpc: '2.0', method: 'notifications/message', params: {} });
    expect(server.paused).toBe(1);
    agent.handlers().drain();
    expect(server.paused).toBe(0);
  });

  it('R11 leaves the agent’s requests in its own pipe while it is owed more than may wait, and reads on when that is taken', async () => {
    const { agent, settle } = await open(allowAll, {}, { maxQueued: 100 });
    agent.full = true;
    agent.queued = 100;
    agent.say({ jsonrpc: '2.0', id: 1, method: 'no/such' });
    await settle();
    expect(agent.paused).toBe(0);
    agent.queued = 101;
    agent.say({ jsonrpc: '2.0', id: 2, method: 'no/such' });
    await settle();
    expect(agent.paused).toBe(1);
    agent.handlers().drain();
    expect(agent.paused).toBe(0);
  });

  it('R12 leaves the agent’s answers in its own pipe while the server does not read twice as much as may wait', async () => {
    const { agent, server, settle } = await open(allowAll, {}, { maxQueued: 100 });
    for (const id of [1, 2]) server.say({ jsonrpc: '2.0', id, method: 'ping' });
    await settle();
    server.full = true;
    server.queued = 200;
    agent.say(result(1));
    await settle();
    expect(agent.paused).toBe(0);
    server.queued = 201;
    agent.say(result(2));
    await settle();
    expect(agent.paused).toBe(1);
    server.handlers().drain();
    expect(agent.paused).toBe(0);
  });
});
