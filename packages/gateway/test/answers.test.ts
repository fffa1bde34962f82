import { describe, expect, it } from 'vitest';
import { allowAll, call, open, result } from './harness.js';

const sampling = { jsonrpc: '2.0', id: 1, method: 'sampling/createMessage', params: { messages: [], maxTokens: 1 } };

describe('S78 answers of the server', () => {
  it.each([
    ['twice', [result(1), result(1, { content: [1] })], 'second_answer_or_unknown', result(1)],
    ['to a foreign id', [result(9), result(1)], 'unknown_answer', result(1)],
    ['to the id as text', [result('1'), result(1)], 'unknown_answer', result(1)],
  ])('%s: one reaches the agent, the other is dropped and recorded', async (_, answers, reason, expected) => {
    const { agent, server, entries, settle } = await open(allowAll);
    agent.say(call(1));
    await settle();
    for (const answer of answers) server.say(answer);
    await settle();
    expect(agent.arrived.map((line) => JSON.parse(line))).toEqual([expected]);
    const dropped = entries.filter(({ kind }) => kind === 'refused');
    expect(dropped).toHaveLength(1);
    const reasons = reason === 'second_answer_or_unknown' ? ['second_answer', 'unknown_answer'] : [reason];
    expect(reasons).toContain((dropped[0] as { reason: string }).reason);
  });

  it.each([
    ['result and error', '{"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1,"message":"x"}}'],
    ['a method and a result', '{"jsonrpc":"2.0","id":1,"method":"ping","result":{}}'],
    ['neither', '{"jsonrpc":"2.0","id":1}'],
    ['a result that is no object', '{"jsonrpc":"2.0","id":1,"result":5}'],
    ['an error without a code', '{"jsonrpc":"2.0","id":1,"error":{"message":"x"}}'],
    ['invalid JSON behind the id', '{"jsonrpc":"2.0","id":1,"result":{"a":}}'],
    ['an envelope key twice', '{"jsonrpc":"2.0","id":1,"result":{},"result":{"content":[]}}'],
  ])('%s: the waiting request gets one error', async (_, line) => {
    const { agent, server, entries, settle } = await open(allowAll);
    agent.say(call(1));
    await settle();
    server.say(line);
    server.say('Listening on port 3000');
    await settle();
    expect(agent.arrived.map((text) => JSON.parse(text))).toMatchObject([{ id: 1, error: { code: -32016 } }]);
    expect(entries.filter(({ kind }) => kind === 'refused')).toHaveLength(2);
    expect(entries.filter(({ kind }) => kind === 'outcome')).toMatchObject([{ result: { status: 'malformed' } }]);
    expect(server.arrived).toHaveLength(1);
  });

  it('drops an answer to a request that was not sent yet', async () => {
    let recorded: () => void = () => undefined;
    const record = () => new Promise<void>((resolve) => (recorded = resolve));
    const { agent, server, settle } = await open(allowAll, { record });
    agent.say(call(1));
    server.say(result(1, { content: ['forged'] }));
    await settle();
    recorded();
    await settle();
    server.say(result(1));
    await settle();
    expect(agent.arrived.map((line) => JSON.parse(line))).toEqual([result(1)]);
  });
});

describe('requests of the server', () => {
  it('are judged, recorded and answered like calls, under an id of their own space', async () => {
    const { agent, server, entries, settle } = await open(allowAll);
    agent.say(call(1));
    await settle();
    server.say(sampling);
    await settle();
    expect(agent.arrived.map((line) => JSON.parse(line))).toEqual([sampling]);
    agent.say(result(1, { role: 'assistant' }));
    await settle();
    server.say(result(1));
    await settle();
    expect(server.arrived.map((line) => JSON.parse(line))).toEqual([call(1), result(1, { role: 'assistant' })]);
    expect(agent.arrived.map((line) => JSON.parse(line))).toEqual([sampling, result(1)]);
    expect(entries.filter((entry) => 'from' in entry)).toMatchObject([
      { kind: 'intent', from: 'server', method: sampling.method },
    ]);
  });

  it('S20 are refused to the server where policy denies them, and never reach the agent', async () => {
    const { agent, server, entries, settle } = await open('version: 1\ndefault: deny\n');
    server.say(sampling);
    server.say({ ...sampling, id: 2, method: 'roots/list' });
    server.say({ ...sampling, id: 3, method: 'elicitation/create' });
    server.say({ jsonrpc: '2.0', id: 4, method: 'ping' });
    await settle();
    expect(agent.arrived.map((line) => JSON.parse(line).id)).toEqual([4]);
    expect(server.arrived.map((line) => JSON.parse(line).error.code)).toEqual([-32010, -32010, -32010]);
    expect(entries.filter(({ kind }) => kind === 'denied')).toHaveLength(3);
  });

  it('are not governed less because they lack an id', async () => {
    const { agent, server, entries, settle } = await open(allowAll);
    server.say({ jsonrpc: '2.0', method: 'sampling/createMessage', params: {} });
    await settle();
    expect([agent.arrived, server.arrived]).toEqual([[], []]);
    expect(entries).toMatchObject([{ kind: 'refused', from: 'server', reason: 'request_without_id' }]);
  });

  it('end with an error when the agent garbles its answer or goes away', async () => {
    const { agent, server, settle } = await open(allowAll);
    server.say(sampling);
    server.say({ ...sampling, id: 2 });
    await settle();
    agent.say('{"jsonrpc":"2.0","id":1,"result":{"a":1,"a":2}}');
    await settle();
    agent.handlers().end(0);
    await settle();
    expect(server.arrived.map((line) => JSON.parse(line))).toMatchObject([
      { id: 1, error: { code: -32016 } },
      { id: 2, error: { code: -32016 } },
    ]);
  });
});

describe('the end of the server', () => {
  it('answers every open request with an error, and every later one', async () => {
    const { agent, server, entries, relay, settle } = await open(allowAll);
    agent.say(call(1));
    agent.say({ jsonrpc: '2.0', id: 2, method: 'tools/list' });
    await settle();
    server.handlers().end(0);
    expect(await relay.over).toBe('upstream_gone');
    agent.say(call(3));
    await settle();
    expect(agent.arrived.map((line) => JSON.parse(line))).toMatchObject([
      { id: 1, error: { code: -32016 } },
      { id: 2, error: { code: -32016 } },
      { id: 3, error: { code: -32016 } },
    ]);
    expect(entries.filter(({ kind }) => kind === 'outcome')).toMatchObject([
      { result: { status: 'upstream_gone' } },
      { result: { status: 'upstream_gone' } },
    ]);
    await relay.drain();
  });
});
