import { describe, expect, it } from 'vitest';
import { handleCall } from '../../src/index.js';
import { answer, asked, bytesOf, call, denied, fine, gateway, open, parse, policies, upstream } from './harness.js';

describe('the life of a call', () => {
  it('records the intent, then forwards the very bytes, then notes the outcome, then answers with the very bytes', async () => {
    const { gate, events, entries } = gateway(policies);
    const text =
      '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"read","arguments":{"n": 9007199254740993}}}';
    const arrived: Uint8Array[] = [];
    const reply = await handleCall(
      call(text),
      gate,
      async (bytes) => {
        events.push('forward');
        arrived.push(bytes);
        return fine;
      },
      open,
    );
    expect(events).toEqual(['record intent', 'forward', 'note outcome']);
    expect(arrived).toEqual([bytesOf(text)]);
    expect(reply).toBe(fine.kind === 'response' && fine.response.bytes);
    expect(entries[0]).toMatchObject({
      kind: 'intent',
      call: 'call-1',
      session: 'session-1',
      agent: 'agent:local',
      server: 'fs',
      method: 'tools/call',
      tool: 'read',
      args_sha256: 'sha256 of {"n": 9007199254740993}',
      decision: { effect: 'allow', policy: 'test' },
    });
    expect(entries[1]).toMatchObject({
      kind: 'outcome',
      call: 'call-1',
      result: { status: 'ok', bytes: 14, sha256: 'sha256 of {"content":[]}' },
    });
  });

  it('puts a denial on record before it answers, and forwards nothing', async () => {
    const { gate, entries } = gateway(policies);
    const { arrived, forward } = upstream();
    const reply = parse(await handleCall(call(denied), gate, forward, open));
    expect(arrived).toEqual([]);
    expect(entries).toEqual([expect.objectContaining({ kind: 'denied', tool: 'delete_file' })]);
    expect(entries[0]).not.toHaveProperty('decision.hint');
    expect(reply).toMatchObject({ id: 7, result: { isError: true } });
    expect(reply.result._meta['ostiary/decision']).toEqual({
      id: 'call-1',
      effect: 'deny',
      rule: 'no-deleting',
      policy: 'test',
      code: 'NO_DELETE',
    });
    expect(reply.result.content[0].text).toMatch(/deleting is off.*NO_DELETE|NO_DELETE.*deleting is off/s);
    expect(reply.result.content[0].text).toContain('ask Ann');
  });

  it('tells a task, another method and deny_as: error by a JSON-RPC error', async () => {
    const { gate } = gateway(policies);
    const { forward } = upstream();
    const task = { ...denied, params: { ...denied.params, task: { ttl: 1 } } };
    const told = {
      id: expect.any(String),
      effect: 'deny',
      rule: 'no-deleting',
      policy: 'test',
      code: 'NO_DELETE',
      reason: 'deleting is off',
      hint: 'ask Ann',
    };
    expect(parse(await handleCall(call(task), gate, forward, open)).error).toMatchObject({ code: -32010, data: told });
    const strict = { ...gate, manners: { denyAs: 'error', explain: true } as const };
    expect(parse(await handleCall(call(denied), strict, forward, open)).error).toMatchObject({
      code: -32010,
      data: told,
    });
    const silent = { ...gate, manners: { denyAs: 'error', explain: false } as const };
    expect(parse(await handleCall(call(denied), silent, forward, open)).error).toEqual({
      code: -32010,
      message: 'denied (NO_DELETE)',
      data: { code: 'NO_DELETE' },
    });
  });

  it('answers a client of revision 2026-07-28 with a resultType, which it demands, and an older one without', async () => {
    const { gate } = gateway(policies);
    const { forward } = upstream();
    const _meta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' };
    const reply = await handleCall(call({ ...denied, params: { ...denied.params, _meta } }), gate, forward, open);
    expect(parse(reply).result.resultType).toBe('complete');
    expect(parse(await handleCall(call(denied), gate, forward, open)).result).not.toHaveProperty('resultType');
  });

  it.each([
    ['timeout', -32015, 'OSTIARY_UPSTREAM_TIMEOUT'],
    ['upstream_gone', -32016, 'OSTIARY_UPSTREAM_GONE'],
    ['malformed', -32016, 'OSTIARY_UPSTREAM_GONE'],
  ] as const)('tells %s by its own code, after the outcome is noted', async (kind, rpc, code) => {
    const { gate, entries } = gateway(policies);
    const reply = parse(await handleCall(call(asked), gate, async () => ({ kind }), open));
    expect(entries[1]).toEqual({ kind: 'outcome', call: 'call-1', result: { status: kind } });
    expect(reply.error).toMatchObject({ code: rpc, data: { code } });
  });

  it.each([
    ['tool_error', { result: { content: [], isError: true } }],
    ['rpc_error', { error: { code: -32000, message: 'no' } }],
    ['input_required', { result: { resultType: 'input_required', requestState: 'x' } }],
    ['ok', { result: { content: [], task: {} } }],
  ])('knows %s by the answer', async (status, body) => {
    const { gate, entries } = gateway(policies);
    await handleCall(call(asked), gate, async () => answer({ jsonrpc: '2.0', id: 7, ...body }), open);
    expect(entries[1]).toMatchObject({ result: { status } });
  });

  it('stops a result whose inner request policy denies, and says so on record', async () => {
    const { gate, entries } = gateway(policies);
    const inputRequests = { a: { method: 'elicitation/create' }, b: { method: 'sampling/createMessage', params: {} } };
    const given = answer({ jsonrpc: '2.0', id: 7, result: { resultType: 'input_required', inputRequests } });
    const reply = parse(await handleCall(call(asked), gate, async () => given, open));
    expect(reply.error).toMatchObject({ code: -32010, data: { rule: 'no-sampling' } });
    expect(entries[1]).toMatchObject({
      result: { status: 'blocked' },
      decision: { effect: 'deny', rule: 'no-sampling' },
    });
  });

  it.each([
    '[]',
    '{"a":{"method":"roots/list","method":"sampling/createMessage"}}',
    '{"a":{"method":1}}',
    '{"a":null}',
  ])('does not pass inner requests that cannot be judged: %s', async (inner) => {
    const { gate, entries } = gateway(policies);
    const given = answer(`{"jsonrpc":"2.0","id":7,"result":{"resultType":"input_required","inputRequests":${inner}}}`);
    expect(parse(await handleCall(call(asked), gate, async () => given, open)).error).toMatchObject({ code: -32016 });
    expect(entries[1]).toMatchObject({ result: { status: 'malformed' } });
  });
});
