import { fold } from './fold.js';

/** The protocol keys of one object: folded form to spelling. */
export interface ProtocolKeys extends ReadonlyMap<string, string> {
  /** The spellings alone, for comparing bytes without building a text. */
  readonly spelt: readonly string[];
}

/** JSON-RPC 2.0, sections 4 and 5. */
export const envelopeKeys: ProtocolKeys = keysOf('jsonrpc', 'id', 'method', 'params', 'result', 'error');

const list = keysOf('_meta', 'cursor');
const uri = keysOf('_meta', 'uri', 'inputResponses', 'requestState');
const task = keysOf('_meta', 'taskId', 'inputResponses', 'requestState');
const taskState = ['taskId', 'status', 'statusMessage', 'createdAt', 'lastUpdatedAt', 'ttl', 'pollInterval'];
const bare = keysOf('_meta');

/** By method, the keys of `params` in the schemas of MCP 2024-11-05 to 2026-07-28, both directions. */
const paramKeys: ReadonlyMap<string, ProtocolKeys> = new Map([
  ['initialize', keysOf('_meta', 'protocolVersion', 'capabilities', 'clientInfo')],
  ['server/discover', bare],
  ['ping', bare],
  ['tools/list', list],
  ['tools/call', keysOf('_meta', 'name', 'arguments', 'task', 'inputResponses', 'requestState')],
  ['resources/list', list],
  ['resources/templates/list', list],
  ['resources/read', uri],
  ['resources/subscribe', uri],
  ['resources/unsubscribe', uri],
  ['prompts/list', list],
  ['prompts/get', keysOf('_meta', 'name', 'arguments', 'inputResponses', 'requestState')],
  ['completion/complete', keysOf('_meta', 'ref', 'argument', 'context')],
  ['logging/setLevel', keysOf('_meta', 'level')],
  ['subscriptions/listen', keysOf('_meta', 'notifications')],
  ['tasks/get', task],
  ['tasks/result', task],
  ['tasks/update', task],
  ['tasks/cancel', task],
  ['tasks/list', list],
  [
    'sampling/createMessage',
    keysOf(
      ...['_meta', 'task', 'messages', 'modelPreferences', 'systemPrompt', 'includeContext', 'temperature'],
      ...['maxTokens', 'stopSequences', 'metadata', 'tools', 'toolChoice'],
    ),
  ],
  ['elicitation/create', keysOf('_meta', 'task', 'mode', 'message', 'requestedSchema', 'elicitationId', 'url')],
  ['roots/list', bare],
  ['notifications/initialized', bare],
  ['notifications/cancelled', keysOf('_meta', 'requestId', 'reason')],
  ['notifications/progress', keysOf('_meta', 'progressToken', 'progress', 'total', 'message')],
  ['notifications/message', keysOf('_meta', 'level', 'logger', 'data')],
  ['notifications/roots/list_changed', bare],
  ['notifications/tools/list_changed', bare],
  ['notifications/prompts/list_changed', bare],
  ['notifications/resources/list_changed', bare],
  ['notifications/resources/updated', keysOf('_meta', 'uri')],
  ['notifications/subscriptions/acknowledged', keysOf('_meta', 'notifications')],
  ['notifications/elicitation/complete', keysOf('_meta', 'elicitationId')],
  ['notifications/tasks', keysOf('_meta', ...taskState)],
  ['notifications/tasks/status', keysOf('_meta', ...taskState)],
]);

/** For a method of an extension: what a server would act on if it took the method for one of the above. */
const unknownMethodKeys: ProtocolKeys = keysOf(
  ...['_meta', 'name', 'arguments', 'uri', 'ref', 'argument', 'task', 'taskId', 'cursor', 'requestId'],
  ...['inputResponses', 'requestState'],
);

export function paramKeysOf(method: string): ProtocolKeys {
  return paramKeys.get(method) ?? unknownMethodKeys;
}

/** A table of these keys. */
export function keysOf(...keys: readonly string[]): ProtocolKeys {
  const table = new Map(keys.map((key) => [fold(key), key]));
  return Object.freeze(Object.assign(table, { spelt: Object.freeze(keys) }));
}
