import { describe, expect, it } from 'vitest';
import { allowAll, call, open, result } from './harness.js';

const initialize = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'c'.repeat(300), version: '1' } },
};
const client = { name: 'c'.repeat(256), version: '1' };

describe('the session on record', () => {
  it('opens with the answer to initialize, before the agent has it, and closes before the stop', async () => {
    const { agent, server, entries, relay, settle } = await open(allowAll);
    agent.say(initialize);
    await settle();
    expect(entries).toEqual([]);
    server.say(result(0, { protocolVersion: '2025-06-18', capabilities: {}, serverInfo: {} }));
    await settle();
    expect(entries).toEqual([
      {
        kind: 'session',
        event: 'opened',
        session: 'id-1',
        agent: 'agent:local',
        roles: [],
        server: 'fs',
        client,
        protocol: '2025-06-18',
      },
    ]);
    agent.say(call(1));
    await settle();
    server.say(result(1));
    await settle();
    await relay.stop('stdin_closed');
    expect(entries.map((entry) => ('event' in entry ? entry.event : entry.kind))).toEqual([
      'opened',
      'intent',
      'outcome',
      'closed',
      'stop',
    ]);
  });

  it('S24 opens with a call that comes before initialize, judged like any other', async () => {
    const { agent, entries, settle } = await open(allowAll);
    agent.say(call(1, 'read', { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } }));
    await settle();
    expect(entries).toMatchObject([{ kind: 'session', protocol: '2026-07-28' }, { kind: 'intent' }]);
  });

  it('knows the client of a call that came before the answer to initialize', async () => {
    const { agent, entries, settle } = await open(allowAll);
    agent.say(initialize);
    agent.say(call(1));
    await settle();
    expect(entries).toMatchObject([{ kind: 'session', client }, { kind: 'intent' }]);
  });

  it('lets neither initialize nor a call through when the opening cannot be written', async () => {
    const note = async () => {
      throw new Error('disk full');
    };
    const { agent, server, settle } = await open(allowAll, { note });
    agent.say(call(1));
    await settle();
    expect(server.arrived).toEqual([]);
    agent.say(initialize);
    await settle();
    server.say(result(0, { protocolVersion: '2025-11-25' }));
    await settle();
    expect(agent.arrived.map((line) => JSON.parse(line).error.code)).toEqual([-32013, -32013]);
  });

  it('has no closing without an opening', async () => {
    const { entries, relay } = await open(allowAll);
    await relay.stop('sigterm');
    expect(entries).toEqual([{ kind: 'stop', reason: 'sigterm' }]);
  });
});
