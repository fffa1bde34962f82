import { describe, expect, test } from 'vitest';
import {
  type Evaluation,
  evaluateMessage,
  evaluateMessageWith,
  type Policy,
  type Request,
  type Setting,
} from '../../src/index.js';
import { asked, bytesOf, denied, parse, policy } from '../call/harness.js';

const rules = await policy(`
version: 1
name: p
default: allow
rules:
  - { id: no-deleting, effect: deny, tools: ["delete_*"], code: NO_DELETE }
  - { id: no-password, effect: redact, tools: ["*"], redact: [{ path: password, with: remove }] }
  - { id: held, effect: approve, tools: [pay] }
  - { id: cheap, effect: deny, tools: [buy], when: "args.amount > 100" }
  - { id: no-tokens, effect: deny, phase: result, tools: [token] }
  - { id: no-result-password, effect: redact, phase: result, redact: [{ path: "**.password", with: full }] }
  - { id: no-sampling, effect: deny, phase: request, methods: [sampling/createMessage] }
`);
const setting: Setting = {
  policies: [rules],
  server: 's',
  principal: { id: 'agent:local', roles: [] },
  now: 0,
  session: { id: '', calls: 0, marks: new Set() },
};
const ask = (message: unknown, more: Partial<Setting> = {}) =>
  evaluateMessage('agent', bytesOf(message), { ...setting, ...more });
const callOf = (name: string, args: object = {}) => ({ ...asked, params: { name, arguments: args } });
const requestOf = ({ ...evaluation }: Evaluation): Request => {
  if (!('message' in evaluation) || evaluation.message.kind !== 'request') throw new Error('no request');
  return evaluation.message;
};
/** What the server's answer to this request comes to. */
const replied = (request: unknown, answer: unknown, more: Partial<Setting> = {}) =>
  evaluateMessage('server', bytesOf(answer), { ...setting, ...more }, requestOf(ask(request, more)));
const result = (value: object) => ({ jsonrpc: '2.0', id: 7, result: value });

describe('what the agent sends', () => {
  test('an allowed call goes on as the very bytes', () => {
    const line = bytesOf(callOf('read'));
    const evaluation = evaluateMessage('agent', line, setting);
    expect(evaluation).toMatchObject({ kind: 'governed', decision: { effect: 'allow', policy: 'p' } });
    expect('forward' in evaluation && evaluation.forward).toBe(line);
    expect(evaluation).not.toHaveProperty('refusal');
  });

  test('a denied call is answered, and nothing goes on', () => {
    const evaluation = ask(denied, { id: 'record-1' });
    expect(evaluation).toMatchObject({ kind: 'governed', decision: { rule: 'no-deleting' }, refusal: { to: 'agent' } });
    expect(evaluation).not.toHaveProperty('forward');
    const { bytes } = (evaluation as { refusal: { bytes: Uint8Array } }).refusal;
    expect(parse(bytes).result._meta['ostiary/decision']).toMatchObject({ id: 'record-1', code: 'NO_DELETE' });
  });

  test('a redacted call goes on with only that changed', () => {
    const line =
      '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"log", "arguments":{"n":1.0,"password":"x"}}}';
    const evaluation = evaluateMessage('agent', bytesOf(line), setting);
    expect(evaluation).toMatchObject({ kind: 'governed', decision: { effect: 'redact' } });
    const { forward } = evaluation as { forward: Uint8Array };
    expect(new TextDecoder().decode(forward)).toBe(line.replace(',"password":"x"', ''));
  });

  test('a call that needs approval is refused and says so', () => {
    const evaluation = ask(callOf('pay'));
    expect(evaluation).toMatchObject({ kind: 'governed', decision: { effect: 'approve' }, refusal: { to: 'agent' } });
    expect(evaluation).not.toHaveProperty('forward');
  });

  test('a condition that cannot be evaluated denies', () => {
    expect(ask(callOf('buy', { amount: 5 }))).toMatchObject({ decision: { effect: 'allow' } });
    expect(ask(callOf('buy', { amount: 500 }))).toMatchObject({ decision: { effect: 'deny' } });
    expect(ask(callOf('buy'))).toMatchObject({ decision: { effect: 'deny', unevaluated: true } });
  });

  test('a rule with a rate is not evaluated without a view of what is spent', async () => {
    const limited = await policy(
      'version: 1\ndefault: deny\nrules: [{ id: b, effect: allow, tools: ["*"], rate: { limit: 1, window: 1h } }]',
    );
    const policies = [limited];
    expect(ask(callOf('read'), { policies })).toMatchObject({ decision: { effect: 'deny' } });
    const usage = { spent: () => 0n };
    const evaluation = ask(callOf('read'), { policies, usage });
    expect(evaluation).toMatchObject({ decision: { effect: 'allow', reservations: [{ amount: 1_000_000n }] } });
  });

  test.each(['ping', 'tools/list', 'initialize'])('%s is relayed as it came', (method) => {
    const line = bytesOf({ jsonrpc: '2.0', id: 1, method });
    const evaluation = evaluateMessage('agent', line, setting);
    expect(evaluation).toMatchObject({ kind: 'relayed' });
    expect('forward' in evaluation && evaluation.forward).toBe(line);
  });

  test.each([
    ['unknown_method', { jsonrpc: '2.0', id: 1, method: 'tools/Call' }],
    ['unknown_method', { jsonrpc: '2.0', method: 'notifications/mine' }],
    ['request_without_id', { jsonrpc: '2.0', method: 'tools/call', params: { name: 'read' } }],
    ['wrong_type', { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 1 } }],
    ['control_character', callOf('re\u200bad')],
  ])('is refused: %s', (reason, message) => {
    const evaluation = ask(message);
    expect(evaluation).toMatchObject({ kind: 'refused', reason });
    expect(evaluation).not.toHaveProperty('forward');
    expect('refusal' in evaluation).toBe('id' in message);
  });

  test('unknown methods pass where that is wanted, known ones of the other kind do not', () => {
    const more = { unknownMethods: 'pass' } as const;
    expect(ask({ jsonrpc: '2.0', id: 1, method: 'mine' }, more).kind).toBe('relayed');
    expect(ask({ jsonrpc: '2.0', method: 'tools/call' }, more).kind).toBe('refused');
  });

  test('without any policy nothing governed goes on', () => {
    expect(ask(callOf('read'), { policies: [] })).toMatchObject({ kind: 'governed', decision: { effect: 'deny' } });
  });

  test('a policy that fails refuses the call as a fault', () => {
    const broken = new Proxy(rules, {
      get: () => {
        throw new Error('secret');
      },
    }) as Policy;
    const evaluation = ask(callOf('read'), { policies: [broken] });
    expect(evaluation).toMatchObject({ kind: 'governed', decision: { code: 'OSTIARY_FAULT' } });
    expect(parse((evaluation as { refusal: { bytes: Uint8Array } }).refusal.bytes).error.code).toBe(-32012);
  });
});

describe('what the server sends', () => {
  const refused = (evaluation: Evaluation) => parse('refusal' in evaluation ? evaluation.refusal?.bytes : undefined);

  test('a list is filtered', () => {
    const tools = [{ name: 'read' }, { name: 'delete_it' }];
    const evaluation = replied({ jsonrpc: '2.0', id: 7, method: 'tools/list' }, result({ tools }));
    expect(evaluation.kind).toBe('relayed');
    expect(parse((evaluation as { forward: Uint8Array }).forward).result.tools).toEqual([{ name: 'read' }]);
  });

  test('a result is withheld or changed', () => {
    const withheld = replied(callOf('token'), result({ content: [] }));
    expect(withheld).toMatchObject({ kind: 'governed', decision: { rule: 'no-tokens' }, refusal: { to: 'agent' } });
    expect(refused(withheld)).toMatchObject({ id: 7, error: { data: { effect: 'deny' } } });
    const changed = replied(callOf('read'), result({ structuredContent: { password: 'hunter2', n: 1 } }));
    expect(changed).toMatchObject({ kind: 'governed', decision: { effect: 'redact' } });
    const sent = new TextDecoder().decode((changed as { forward: Uint8Array }).forward);
    expect(sent).toContain('"n":1');
    expect(sent).not.toContain('hunter2');
  });

  test('a result of which no rule speaks is the very bytes', () => {
    const line = bytesOf(result({ content: [] }));
    const evaluation = evaluateMessage('server', line, setting, requestOf(ask(callOf('read'))));
    expect('forward' in evaluation && evaluation.forward).toBe(line);
  });

  test('sampling is denied to the server, also inside of a result', () => {
    const line = bytesOf({ jsonrpc: '2.0', id: 1, method: 'sampling/createMessage', params: {} });
    expect(evaluateMessage('server', line, setting)).toMatchObject({ kind: 'governed', refusal: { to: 'server' } });
    const inner = { inputRequests: { a: { method: 'sampling/createMessage' } } };
    const evaluation = replied(callOf('read'), result(inner));
    expect(evaluation).toMatchObject({ kind: 'governed', decision: { rule: 'no-sampling' }, refusal: { to: 'agent' } });
    const note = { jsonrpc: '2.0', method: 'notifications/tasks/status', params: inner };
    const carried = evaluateMessage('server', bytesOf(note), setting);
    expect(carried).toMatchObject({ kind: 'governed', decision: { effect: 'deny' } });
    expect(carried).not.toHaveProperty('forward');
    expect(replied(callOf('read'), result({ inputRequests: [] }))).toMatchObject({
      kind: 'refused',
      reason: 'bad_result',
    });
  });

  test('an answer that nobody asked for is dropped', () => {
    const line = bytesOf({ jsonrpc: '2.0', id: '7', result: {} });
    expect(evaluateMessage('server', line, setting)).toEqual(expect.objectContaining({ reason: 'unknown_answer' }));
    expect(evaluateMessage('server', line, setting, requestOf(ask(callOf('read'))))).toMatchObject({ kind: 'refused' });
  });

  test('garbage in place of an answer is told to who waits', () => {
    const line = bytesOf('{"jsonrpc":"2.0","id":7,"result":{"a":1,"a":2}}');
    const evaluation = evaluateMessage('server', line, setting, requestOf(ask(callOf('read'))));
    expect(evaluation).toMatchObject({ kind: 'malformed', reason: 'duplicate_key', refusal: { to: 'agent' } });
    expect(refused(evaluation)).toMatchObject({ id: 7, error: { data: { code: 'OSTIARY_UPSTREAM_GONE' } } });
    expect(evaluateMessage('server', bytesOf('noise'), setting)).toEqual({
      kind: 'malformed',
      reason: 'not_json',
    });
  });
});

describe('other decision points', () => {
  const line = bytesOf(callOf('read'));

  test('tighten a call, a result and what a result carries', async () => {
    const no = async () => ({ effect: 'deny', code: 'SECOND' }) as const;
    const evaluation = await evaluateMessageWith([no], 'agent', line, setting);
    expect(evaluation).toMatchObject({ kind: 'governed', decision: { code: 'SECOND' } });
    expect(evaluation).not.toHaveProperty('forward');
    const request = requestOf(ask(callOf('read')));
    const answer = bytesOf(result({ content: [] }));
    const withheld = await evaluateMessageWith([no], 'server', answer, setting, request);
    expect(withheld).toMatchObject({ kind: 'governed', decision: { code: 'SECOND' } });
    expect(withheld).not.toHaveProperty('forward');
    const asks = bytesOf(result({ inputRequests: { a: { method: 'roots/list' } } }));
    expect(await evaluateMessageWith([no], 'server', asks, setting, request)).not.toHaveProperty('forward');
  });

  test('leave everything as it is where they abstain', async () => {
    const evaluation = await evaluateMessageWith([() => undefined], 'agent', line, setting);
    expect(evaluation).toEqual(evaluateMessage('agent', line, setting));
  });

  test('refuse where they fail', async () => {
    const fail = () => Promise.reject(new Error('secret'));
    const evaluation = await evaluateMessageWith([fail], 'agent', line, setting);
    expect(evaluation).toMatchObject({ kind: 'governed', decision: { code: 'OSTIARY_FAULT' } });
    expect(evaluation).not.toHaveProperty('forward');
    const note = {
      jsonrpc: '2.0',
      method: 'notifications/tasks',
      params: { inputRequests: { a: { method: 'roots/list' } } },
    };
    const carried = await evaluateMessageWith([fail], 'server', bytesOf(note), setting);
    expect(carried).toMatchObject({ kind: 'refused', reason: 'inner_request_denied' });
  });
});
