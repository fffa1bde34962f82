import type { Id } from '@ostiary/core-engine';

/** Ids of every kind that is told apart, and the small ones that the others are easily taken for. */
export const ids: readonly Id[] = [0, 1, '1', '0', '', -1, '__proto__', 'é', Number.MAX_SAFE_INTEGER, 'x'.repeat(300)];

/** A request that one side may make. `serial` stands in it once, where the record's digest or name keeps it. */
export interface Kind {
  readonly method: string;
  readonly params: (serial: number) => object;
  /** Whether policy is asked, and so the log says what became of it. */
  readonly governed: boolean;
  readonly denied: boolean;
  /** Milliseconds that the other side may take, where that is bounded. */
  readonly patience: 'idle' | 'initialize' | 'none';
}

function kind(method: string, params: Kind['params'], more: Partial<Kind> = {}): Kind {
  return { method, params, governed: false, denied: false, patience: 'idle', ...more };
}

const governed = { governed: true };
const denied = { governed: true, denied: true };

/** A tool or URI of this name is denied; everything else is allowed. */
export const policyText = `version: 1
default: allow
rules:
  - { id: tools, effect: deny, tools: [blocked] }
  - { id: resources, effect: deny, resources: ["secret://*"] }
  - { id: requests, effect: deny, phase: request, methods: [elicitation/create] }
`;

export const requests: Readonly<{ agent: readonly Kind[]; server: readonly Kind[] }> = {
  agent: [
    kind('tools/call', (s) => ({ name: 'read', arguments: { s } }), governed),
    kind('tools/call', (s) => ({ name: 'blocked', arguments: { s } }), denied),
    kind('resources/read', (s) => ({ uri: `x://${s}` }), governed),
    kind('resources/subscribe', (s) => ({ uri: `secret://x://${s}` }), denied),
    kind('prompts/get', (s) => ({ name: 'greet', arguments: { s } }), governed),
    kind('tools/call', (s) => ({ name: 5, arguments: { s } }), denied),
    kind('ping', (s) => ({ s })),
    kind('tools/list', (s) => ({ s }), { patience: 'initialize' }),
    kind('logging/setLevel', (s) => ({ level: 'info', s })),
    kind('initialize', (s) => ({ protocolVersion: '2025-11-25', capabilities: {}, s }), { patience: 'initialize' }),
    kind('subscriptions/listen', (s) => ({ notifications: {}, s }), { patience: 'none' }),
    kind('tools/unheard-of', (s) => ({ s })),
  ],
  server: [
    kind('sampling/createMessage', (s) => ({ messages: [], maxTokens: 1, s }), { ...governed, patience: 'none' }),
    kind('elicitation/create', (s) => ({ message: 'token?', s }), { ...denied, patience: 'none' }),
    kind('roots/list', (s) => ({ s }), { ...governed, patience: 'none' }),
    kind('ping', (s) => ({ s }), { patience: 'none' }),
    kind('tools/unheard-of', (s) => ({ s }), { patience: 'none' }),
  ],
};

/** Notifications that either side may send and that pass. */
export const tellings: readonly string[] = ['notifications/roots/list_changed', 'notifications/initialized'];

/** Lines that are no message, or not one that may pass. None has an id, so whoever is told of it is told with null. */
export const noises: readonly ((serial: number) => string)[] = [
  (s) => `Listening on port ${s} {"s":${s}}`,
  (s) => `[{"jsonrpc":"2.0","method":"tools/call","id":1,"params":{"name":"blocked","s":${s}}}]`,
  (s) => `{"jsonrpc":"2.0","id":null,"method":"tools/call","params":{"name":"blocked","s":${s}}}`,
  (s) => `{"jsonrpc":"2.0","id":1.5,"method":"tools/call","params":{"name":"blocked","s":${s}}}`,
  (s) => `{"jsonrpc":"2.0","id":{},"method":"ping","params":{"s":${s}}}`,
  (s) => `{"jsonrpc":"2.0","id":1,"id":2,"method":"ping","params":{"s":${s}}}`,
];

/** Answers of these ids that are none. */
export const garbled: readonly ((id: Id, serial: number) => string)[] = [
  (id, s) => `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"s":${s}},"error":{"code":1,"message":"x"}}`,
  (id, s) => `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":[${s}],"x":{"s":${s}}}`,
  (id, s) => `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"x":{"s":${s}}}`,
  (id, s) => `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"s":${s}},"result":{}}`,
];

/** Answers, some of which policy or the list filter has something to say about. */
export const answers: readonly ((serial: number) => object)[] = [
  (s) => ({ result: { content: [], s } }),
  (s) => ({ error: { code: -32000, message: 'failed', data: { s } } }),
  (s) => ({ result: { tools: [{ name: 'blocked' }, { name: 'read' }], s } }),
  (s) => ({ result: { isError: true, content: [], s } }),
  (s) => ({ result: { resultType: 'input_required', inputRequests: { a: { method: 'elicitation/create' } }, s } }),
];
