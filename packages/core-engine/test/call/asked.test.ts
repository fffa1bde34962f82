import { expect, test } from 'vitest';
import {
  type Decision,
  defaultLimits,
  handleCall,
  openSessionState,
  type PolicyDecisionPoint,
  type Question,
  readCall,
  readFromAgent,
} from '../../src/index.js';
import { answer, asked, bytesOf, call, fine, gateway, open, policy, upstream } from './harness.js';

const allow = await policy('version: 1\ndefault: allow\nrules: []\n');

/** What another decision point was asked, which is what rules see: of the call first, then of its result. */
async function questionsOf(message: object, more: object = {}, given = fine) {
  const questions: Question[] = [];
  const point: PolicyDecisionPoint = (question) => {
    questions.push(question);
    return { effect: 'allow' } satisfies Decision;
  };
  const { gate, entries } = gateway([allow], { points: [point], now: () => 5, monotonic: clock(9, 4) });
  await handleCall(call(message), { ...gate, environment: 'test', ...more }, upstream(given).forward, open);
  return { questions, entries };
}

/** A clock that goes back. */
function clock(...times: number[]): () => number {
  return () => times.shift() ?? 0;
}

const plain = { server: 'fs', environment: 'test', now: 5, principal: { id: 'agent:local', roles: [] } };

test('a question has who asks, where, when and for what', async () => {
  const claims = { annotations: () => ({ destructive: true }) };
  const { questions } = await questionsOf(asked, claims);
  const session = { id: 'session-1', calls: 0 };
  const about = { ...plain, method: 'tools/call', tool: 'read', annotations: { destructive: true } };
  expect(questions).toMatchObject([
    { ...about, phase: 'call', session, args: new Map([['path', '/a']]) },
    { ...about, phase: 'result', session, result: new Map([['content', []]]) },
  ]);
});

const params = { name: 'p', uri: 'a:1', arguments: { n: 'x' } };

test.each([
  ['prompts/get', params, { prompt: 'p', args: new Map([['n', 'x']]) }],
  ['resources/read', params, { resource: 'a:1', args: new Map() }],
  [
    'completion/complete',
    { ref: { type: 'ref/prompt', name: 'p' }, argument: { name: 'n', value: 'x' }, arguments: { m: 'y' } },
    { prompt: 'p', args: new Map([['n', 'x']]) },
  ],
  ['subscriptions/listen', { notifications: { resourceSubscriptions: ['a:1'] } }, { resource: 'a:1', args: new Map() }],
])('%s names what it is about', async (method, given, expected) => {
  const { questions } = await questionsOf({ ...asked, method, params: given });
  expect(questions[0]).toMatchObject(expected);
  expect(questions[0]?.tool).toBeUndefined();
});

test('a clock that goes back makes no call shorter than nothing', async () => {
  const { entries } = await questionsOf(asked);
  expect(entries[1]).toMatchObject({ result: { status: 'ok', ms: 0 } });
});

test.each([
  [{ error: { code: 1, message: 'x' } }, 'rpc_error', 'sha256 of {"code":1,"message":"x"}'],
  [{ result: { isError: true } }, 'tool_error', 'sha256 of {"isError":true}'],
  [{ result: { resultType: 'input_required' } }, 'input_required', 'sha256 of {"resultType":"input_required"}'],
  [{ result: { task: {} } }, 'ok', 'sha256 of {"task":{}}'],
])('%j is on record as %s', async (outcome, status, sha256) => {
  const { entries } = await questionsOf(asked, {}, answer({ jsonrpc: '2.0', id: 7, ...outcome }));
  expect(entries[1]).toMatchObject({ result: { status, sha256 } });
});

test('the answer to a call that waits for a task may be one', async () => {
  const waits = { ...asked, params: { ...asked.params, task: {} } };
  const { entries } = await questionsOf(waits, {}, answer({ jsonrpc: '2.0', id: 7, result: { task: {} } }));
  expect(entries[1]).toMatchObject({ result: { status: 'task' } });
});

test('what a server asks for is a request', () => {
  const message = readFromAgent(bytesOf({ ...asked, method: 'sampling/createMessage' }), defaultLimits);
  if (message.kind !== 'request') throw new Error('not a request');
  expect(readCall(message, 'server', defaultLimits)).toMatchObject({ phase: 'request', subjects: [{}] });
});

test('what was sent is on record where it is not what came', async () => {
  const changes = await policy(`
version: 1
default: allow
rules: [{ id: c, effect: redact, redact: [{ path: path, with: full }] }]
`);
  const { gate, entries } = gateway([changes]);
  await handleCall(call(asked), gate, upstream().forward, open);
  expect(entries[0]).toMatchObject({
    kind: 'intent',
    args_sha256: 'sha256 of {"path":"/a"}',
    sent_sha256: 'sha256 of {"path":"***REDACTED***"}',
  });
  expect(entries[0]).not.toHaveProperty('decision.obligations');
});

test('a session counts its calls and keeps its marks', () => {
  const session = openSessionState('s');
  session.mark(['a', 'b']);
  expect([session.count().calls, session.count().calls, session.calls]).toEqual([0, 1, 2]);
  expect([...session.marks]).toEqual(['a', 'b']);
});
