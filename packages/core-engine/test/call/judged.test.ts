import { expect, it } from 'vitest';
import { type Answer, handleCall } from '../../src/index.js';
import { answer, call, gateway, parse, policy } from './harness.js';

const guarded = 'version: 1\ndefault: allow\nrules: [{ id: guard, effect: deny, resources: ["secret://*"] }]\n';
const fine = answer({ jsonrpc: '2.0', id: 7, result: { content: [] } });
const open = { aborted: false };

function listen(...uris: readonly string[]): object {
  const params = { notifications: { resourceSubscriptions: uris } };
  return { jsonrpc: '2.0', id: 7, method: 'subscriptions/listen', params };
}

it.each([
  ['secret://a', [listen('secret://a', 'file:///b')]],
  ['secret://b', [listen('file:///a', 'secret://b')]],
  ['secret://c', [listen('file:///a', 'secret://c', 'secret://d')]],
])('a call about several things is denied for the first that is: %s', async (resource, [asked]) => {
  const { gate, events, entries } = gateway([await policy(guarded)]);
  const forwarded: Uint8Array[] = [];
  const forward = async (bytes: Uint8Array): Promise<Answer> => {
    forwarded.push(bytes);
    return fine;
  };
  const reply = parse(await handleCall(call(asked), gate, forward, open));
  expect(reply.error).toMatchObject({ code: -32010, data: { rule: 'guard' } });
  expect(entries).toMatchObject([{ kind: 'denied', resource }]);
  expect([forwarded, events]).toEqual([[], ['record denied']]);
});

it('a denied call that was withdrawn meanwhile is on record and has no answer', async () => {
  const { gate, entries } = gateway([await policy(guarded)]);
  const asked = { jsonrpc: '2.0', id: 7, method: 'resources/read', params: { uri: 'secret://a' } };
  expect(await handleCall(call(asked), gate, async () => fine, { aborted: true })).toBeUndefined();
  expect(entries).toMatchObject([{ kind: 'denied', resource: 'secret://a' }]);
});

it('an answer on which judging fails does not pass', async () => {
  const { gate, entries } = gateway([await policy(guarded)]);
  if (fine.kind !== 'response' || fine.response.result === undefined) throw new Error('not a result');
  const { result } = fine.response;
  const get = (key: string) => {
    if (key === 'inputRequests') throw new Error('judging failed');
    return result.get(key);
  };
  const broken: Answer = { kind: 'response', response: { ...fine.response, result: { ...result, get } } };
  if (broken.response.result) Object.setPrototypeOf(broken.response.result, result);
  const asked = { jsonrpc: '2.0', id: 7, method: 'resources/read', params: { uri: 'file:///a' } };
  const reply = parse(await handleCall(call(asked), gate, async () => broken, open));
  expect(reply.error).toMatchObject({ code: -32016 });
  expect(entries[1]).toMatchObject({ kind: 'outcome', result: { status: 'malformed' } });
});
