import { expect, test } from 'vitest';
import { attack, callLine, type Scene } from '../fixtures/scene.js';

/** Nothing is allowed but the tools that the tests themselves drive the tap with. */
const closed = `
version: 1
name: closed
default: deny
rules:
  - { id: driver, effect: allow, tools: [ask, say, echo] }
`;

const open = `${closed}
  - { id: may-ask, effect: allow, phase: request, methods: [sampling/createMessage, elicitation/create, roots/list] }
  - { id: may-read, effect: allow, methods: [resources/read, prompts/get, subscriptions/listen] }
`;

const line = (method: string, params: string): string =>
  `{"jsonrpc":"2.0","id":7,"method":"${method}","params":${params}}`;

const sampling = { maxTokens: 5, messages: [{ role: 'user', content: { type: 'text', text: 'Hi' } }] };
const form = {
  message: 'Password?',
  requestedSchema: { type: 'object', properties: { password: { type: 'string' } } },
};
const url = { mode: 'url', message: 'Look', url: 'https://example.com', elicitationId: 'e' };
const asks = [
  ['sampling/createMessage', sampling],
  ['elicitation/create', form],
  ['elicitation/create', url],
  ['roots/list', {}],
] as const;

/** A result that asks for input, as the tap's `say` writes it. */
function inputRequired(requests: Readonly<Record<string, object>>): string {
  const result = { resultType: 'input_required', inputRequests: requests, requestState: 's' };
  return callLine(
    7,
    'say',
    JSON.stringify({ lines: [`{"jsonrpc":"2.0","id":$ID,"result":${JSON.stringify(result)}}`] }),
  );
}

/** A JSON-RPC denial of what this line asks for. Returns what it says of the decision. */
async function deniedAsError(scene: Scene, request: string): Promise<unknown> {
  scene.wire.send(request);
  const { message } = await scene.wire.answer(7);
  expect(message.error).toMatchObject({ code: -32010, message: expect.any(String) });
  expect(message.error.data).toMatchObject({ effect: 'deny', policy: 'closed', code: 'OSTIARY_DENIED' });
  return message.error.data.id;
}

/** A call that was denied before it moved. */
async function deniedBefore(scene: Scene, request: string): Promise<void> {
  const id = await deniedAsError(scene, request);
  const decision = { effect: 'deny', policy: 'closed', code: 'OSTIARY_DENIED' };
  expect(scene.records('denied').at(-1)).toMatchObject({ call: id, decision });
  await scene.onlyArrived();
}

/** A call that was allowed, whose answer asked for what is denied. */
async function deniedAfter(scene: Scene, request: string): Promise<void> {
  const id = await deniedAsError(scene, request);
  const blocked = { call: id, result: { status: 'blocked' }, decision: { effect: 'deny', policy: 'closed' } };
  expect(scene.records('outcome').at(-1)).toMatchObject(blocked);
  await scene.honest();
  scene.mark();
}

attack('S20: everything that reads, under default deny', { policy: closed }, (scene) => {
  test.each([
    ['resources/read', '{"uri":"file:///open/a.txt"}', { resource: 'file:///open/a.txt' }],
    ['resources/subscribe', '{"uri":"file:///open/a.txt"}', { resource: 'file:///open/a.txt' }],
    ['resources/unsubscribe', '{"uri":"file:///open/a.txt"}', { resource: 'file:///open/a.txt' }],
    ['prompts/get', '{"name":"greet","arguments":{"who":"x"}}', { prompt: 'greet' }],
    [
      'completion/complete',
      '{"ref":{"type":"ref/prompt","name":"greet"},"argument":{"name":"a","value":"b"}}',
      { prompt: 'greet' },
    ],
    [
      'completion/complete',
      '{"ref":{"type":"ref/resource","uri":"file:///open/{name}"},"argument":{"name":"name","value":"a"}}',
      { resource: 'file:///open/{name}' },
    ],
    ['subscriptions/listen', '{"notifications":{"resourceSubscriptions":["file:///open/a.txt"]}}', {}],
    [
      'subscriptions/listen',
      '{"notifications":{"resourceSubscriptions":["file:///open/a.txt","file:///open/b.txt"],"toolsListChanged":true}}',
      {},
    ],
  ])('S20: %s %s', async (method, params, subject) => {
    await deniedBefore(scene, line(method, params));
    expect(scene.records('denied').at(-1)).toMatchObject({ method, agent: 'agent:local', ...subject });
  });

  test('S20: tools', async () => void (await scene.denied(callLine(7, 'read_file'), 7, null)));

  test('S20: the handshake, lists, ping and progress are not stopped by a default', async () => {
    const lines = [
      '{"jsonrpc":"2.0","id":7,"method":"ping"}',
      '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":1}}',
      '{"jsonrpc":"2.0","method":"notifications/roots/list_changed"}',
    ];
    for (const each of lines) scene.wire.send(each);
    expect((await scene.wire.answer(7)).message.result).toEqual({});
    await scene.onlyArrived(...lines);
  });
});

attack('S20: what servers ask, under default deny', { policy: closed }, (scene) => {
  test.each(asks)('S20: %s %j', async (method, params) => {
    scene.wire.send(callLine(7, 'ask', JSON.stringify({ method, params })));
    const { message } = await scene.wire.answer(7); // the client was not asked: the server's own answer is the next line
    expect(scene.wire.untaken).toEqual([]);
    const told = JSON.parse(message.result.content[0].text);
    expect(told).toMatchObject({ jsonrpc: '2.0', error: { code: -32010, message: expect.any(String) } });
    const record = scene.records('denied').at(-1);
    expect(record).toMatchObject({ from: 'server', method });
    expect(told.error.data).toMatchObject({ id: record?.call, effect: 'deny', policy: 'closed' });
    scene.mark();
  });

  test.each(asks)('S20: %s %j inside of input_required', async (method, params) => {
    await deniedAfter(scene, inputRequired({ one: { method, params } }));
  });
});

attack('S20: what servers ask, where rules allow it', { policy: open }, (scene) => {
  test.each(asks)('S20: %s %j reaches the client and its answer the server', async (method, params) => {
    const answer = '{"jsonrpc":"2.0","id":"tap-x","result":{"n":9007199254740993,"s":"\\u0041"}}';
    scene.wire.send(callLine(7, 'ask', JSON.stringify({ method, params, as: 'tap-x' })));
    const { line: asked } = await scene.wire.take((message) => message.method === method);
    expect(asked.toString('utf8')).toBe(JSON.stringify({ jsonrpc: '2.0', id: 'tap-x', method, params }));
    scene.wire.send(answer);
    const { message } = await scene.wire.answer(7);
    expect(message.result.content[0].text).toBe(answer);
    expect(scene.records('intent').at(-1)).toMatchObject({ from: 'server', method });
    scene.mark();
  });

  test('S20: all of them inside of input_required, byte for byte', async () => {
    const requests = Object.fromEntries(asks.map(([method, params], n) => [`r${n}`, { method, params }]));
    scene.wire.send(inputRequired(requests));
    const { message } = await scene.wire.answer(7);
    expect(message.result.inputRequests).toEqual(requests);
    expect(scene.records('outcome').at(-1)?.result?.status).toBe('input_required');
    scene.mark();
  });

  test('S20: input_required of a resource that may be read', async () => {
    scene.wire.send(line('resources/read', '{"uri":"tap://input-required"}'));
    expect((await scene.wire.answer(7)).message.result).toMatchObject({
      inputRequests: { where: { method: 'roots/list' } },
    });
    scene.mark();
  });
});

const oneAsk = `${closed}
  - { id: may-ask-roots, effect: allow, phase: request, methods: [roots/list] }
  - { id: open-files, effect: allow, resources: ["file:///open/*"] }
`;

attack('S20: one denied part refuses the whole', { policy: oneAsk }, (scene) => {
  test('S20: one of two requests inside of input_required', async () => {
    const [method, params] = asks[0];
    await deniedAfter(scene, inputRequired({ a: { method: 'roots/list', params: {} }, b: { method, params } }));
    await deniedAfter(scene, inputRequired({ b: { method, params }, a: { method: 'roots/list', params: {} } }));
  });

  test('S20: one of two URIs of a subscription', async () => {
    const uris = '"file:///open/a.txt","file:///secret/b.txt"';
    await deniedBefore(scene, line('subscriptions/listen', `{"notifications":{"resourceSubscriptions":[${uris}]}}`));
  });
});
