import { expect, test } from 'vitest';
import { type Evaluation, evaluateMessage, openTasks, type Request, type Setting } from '../../src/index.js';
import { asked, bytesOf, parse, policy } from '../call/harness.js';

const rules = await policy(`
version: 1
name: p
default: allow
rules:
  - { id: no-tokens, effect: deny, phase: result, tools: [token], when: "has(result.content)" }
  - { id: no-drafts, effect: deny, phase: result, resources: ["note:draft"] }
  - { id: no-names, effect: redact, phase: result, resources: ["note:b"], redact: [{ path: "**.name", with: full }] }
  - { id: no-values, effect: redact, prompts: [p], redact: [{ path: "**", with: full }] }
  - { id: asked, effect: redact, phase: request, methods: [elicitation/create], redact: [{ path: prompt, with: full }] }
`);
const setting: Setting = { policies: [rules], server: 's', principal: { id: 'a', roles: [] }, now: 0 };

/** What the server's answer to this request comes to. */
function replied(message: object, value: object, more: Partial<Setting> = {}): Evaluation {
  const given = evaluateMessage('agent', bytesOf(message), { ...setting, ...more });
  if (!('message' in given) || given.message.kind !== 'request') throw new Error('no request');
  const request: Request = given.message;
  return evaluateMessage('server', bytesOf({ jsonrpc: '2.0', id: 7, result: value }), { ...setting, ...more }, request);
}
const forwarded = (evaluation: Evaluation) => parse('forward' in evaluation ? evaluation.forward : undefined)?.result;
const token = { ...asked, params: { name: 'token', task: {}, arguments: {} } };
const fetching = { jsonrpc: '2.0', id: 7, method: 'tasks/result', params: { taskId: 't' } };

test('S22: what a task gives is judged as the result of its call, and withheld where nobody knows that call', () => {
  const more = { tasks: openTasks() };
  expect(forwarded(replied(token, { task: { taskId: 't' } }, more))).toEqual({ task: { taskId: 't' } });
  expect(replied(fetching, { content: [] }, more)).toMatchObject({ decision: { effect: 'deny', rule: 'no-tokens' } });
  expect(forwarded(replied(fetching, { text: '' }, more))).toEqual({ text: '' });
  expect(replied(fetching, { text: '' })).toMatchObject({ decision: { effect: 'deny', code: 'OSTIARY_DENIED' } });
  const none = { policies: [] };
  expect(forwarded(replied({ ...fetching, method: 'tasks/get' }, { result: 1 }, none))).toEqual({ result: 1 });
});

test('a result of several things is judged for each of them', () => {
  const listen = (...uris: string[]) => ({
    jsonrpc: '2.0',
    id: 7,
    method: 'subscriptions/listen',
    params: { notifications: { resourceSubscriptions: uris } },
  });
  expect(replied(listen('note:a', 'note:draft'), {})).toMatchObject({
    decision: { effect: 'deny', rule: 'no-drafts' },
  });
  const changed = replied(listen('note:a', 'note:b'), { name: 'x' });
  expect(forwarded(changed)).toEqual({ name: '***REDACTED***' });
  expect(changed).toMatchObject({ decision: { effect: 'redact' } });
  expect(forwarded(replied(listen('note:a'), { name: 'x' }))).toEqual({ name: 'x' });
});

test('what cannot be changed where it stands is denied, and says so', () => {
  const params = { ref: { type: 'ref/prompt', name: 'p' }, argument: { name: 'a', value: 'b' } };
  const completes = evaluateMessage('agent', bytesOf({ ...asked, method: 'completion/complete', params }), setting);
  const reason = (what: string) => `a rule changes it, and ${what} cannot be changed`;
  expect(completes).toMatchObject({
    decision: { effect: 'deny', rule: 'no-values', reason: reason('the argument of completion/complete') },
  });
  const inner = { a: { method: 'elicitation/create', params: { prompt: 'x' } } };
  const inside = { effect: 'deny', rule: 'asked', reason: reason('a request inside of another message') };
  expect(replied(asked, { inputRequests: inner })).toMatchObject({ decision: inside });
  const note = { jsonrpc: '2.0', method: 'notifications/tasks', params: { inputRequests: inner } };
  expect(evaluateMessage('server', bytesOf(note), setting)).toMatchObject({ decision: inside });
});
