import { describe, expect, test } from 'vitest';
import { learnTask } from '../../src/call/review.js';
import { bringsResult } from '../../src/call/task.js';
import { defaultLimits, type Gate, type PolicyDecisionPoint, readFromServer, reviewTask } from '../../src/index.js';
import { answer, asked, bytesOf, call, gateway, parse, policy, request } from './harness.js';

const judging = await policy(`
version: 1
default: allow
rules:
  - { id: no-keys, effect: deny, phase: result, tools: [read], when: "has(result.text) && result.text == 'KEY'" }
  - { id: no-codes, effect: redact, phase: result, tools: [read], redact: [{ path: code, with: full }], marks: [seen] }
  - { id: of-a, effect: deny, phase: result, tools: [read], when: "has(result.a) && args.path == '/a'" }
`);
const silent = await policy('version: 1\ndefault: allow\nrules: []\n');
const principal = { id: 'agent:local', roles: [] };

function response(result: unknown, key = 'result') {
  const given = answer(typeof result === 'string' ? result : { jsonrpc: '2.0', id: 7, [key]: result });
  if (given.kind !== 'response') throw new Error('no response');
  return given.response;
}

/** A session in which a call has become task `t`. */
function begun(policies = [judging], points: PolicyDecisionPoint[] = [], message: object = asked): Gate {
  const { gate } = gateway(policies, { points });
  learnTask(call(message), response({ task: { taskId: 't' } }), gate, 'record');
  return gate;
}

const reviewed = (gate: Gate, method: string, given: ReturnType<typeof response>, taskId = 't') =>
  reviewTask(request({ jsonrpc: '2.0', id: 7, method, params: { taskId } }), given, principal, gate);

describe('S22: what a task gives', () => {
  test('as the result or the error of `tasks/result`', async () => {
    const gate = begun();
    expect(await reviewed(gate, 'tasks/result', response({ text: 'KEY' }))).toMatchObject({
      id: 'record',
      decision: { effect: 'deny', rule: 'no-keys' },
    });
    const failed = await reviewed(gate, 'tasks/result', response({ code: 1, message: 'x' }, 'error'));
    expect(parse(failed?.bytes).error).toEqual({ code: '***REDACTED***', message: 'x' });
    expect(failed?.marks).toEqual(['seen']);
    expect(await reviewed(gate, 'tasks/result', response({ a: 1 }))).toMatchObject({ decision: { rule: 'of-a' } });
  });

  test.each(['tasks/get', 'tasks/update', 'tasks/cancel'])('along with the answer to `%s`', async (method) => {
    const gate = begun();
    expect(await reviewed(gate, method, response({ result: { text: 'KEY' } }))).toMatchObject({
      decision: { rule: 'no-keys' },
    });
    expect(await reviewed(gate, method, response({ error: { text: 'KEY' } }))).toMatchObject({
      decision: { rule: 'no-keys' },
    });
    const changed = await reviewed(gate, method, response({ code: 1, result: { code: 2 } }));
    expect(parse(changed?.bytes).result).toEqual({ code: 1, result: { code: '***REDACTED***' } });
    expect((await reviewed(gate, method, response({ status: 'working' })))?.decision).toBeUndefined();
  });

  test.each([
    ['a result and an error', { result: {}, error: {} }],
    ['a key that looks like the one', { Result: { text: 'KEY' } }],
    ['one beside the other', { result: {}, RESULT: { text: 'KEY' } }],
    ['a result that has a key twice', '{"jsonrpc":"2.0","id":7,"result":{"result":{"text":"a","text":"KEY"}}}'],
  ])('%s is nothing that may pass', async (_, given) => {
    expect(await reviewed(begun(), 'tasks/get', response(given))).toBeUndefined();
  });

  test('is withheld where nobody knows the call', async () => {
    for (const gate of [begun(), begun([judging], [], { ...asked, method: 'prompts/get', params: { name: 'read' } })]) {
      expect(await reviewed(gate, 'tasks/result', response({}), 'other')).toMatchObject({
        decision: { effect: 'deny' },
      });
    }
    const prompt = begun([judging], [], { ...asked, method: 'prompts/get', params: { name: 'read' } });
    expect(await reviewed(prompt, 'tasks/result', response({}))).toMatchObject({ decision: { effect: 'deny' } });
  });

  test('is as it came, and nothing is kept, where nobody speaks of results', async () => {
    const gate = begun([silent]);
    expect(await reviewed(gate, 'tasks/result', response({ text: 'KEY' }), 'other')).not.toHaveProperty('decision');
    expect(gate.session.tasks.madeBy('t')).toBeUndefined();
  });

  test('is asked of other decision points, where no policy speaks of results', async () => {
    const no: PolicyDecisionPoint = ({ phase, tool }) =>
      phase === 'result' && tool === 'read' ? { effect: 'deny', code: 'POINT' } : undefined;
    expect(await reviewed(begun([silent], [no]), 'tasks/result', response({}))).toMatchObject({
      decision: { code: 'POINT' },
    });
  });

  test.each([
    [{ status: 'working' }, false],
    [{ result: {} }, true],
    [{ error: {} }, true],
    [{ Error: {} }, true],
  ])('a notification with %j: %s', (params, brings) => {
    const bytes = bytesOf({ jsonrpc: '2.0', method: 'notifications/tasks', params });
    const message = readFromServer(bytes, defaultLimits);
    if (message.kind !== 'notification') throw new Error('no notification');
    expect(bringsResult(message.params)).toBe(brings);
  });
});
