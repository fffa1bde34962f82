import { describe, expect, it } from 'vitest';
import { defaultLimits, isGoverned, readCall } from '../../src/index.js';
import { call, request } from './harness.js';

const base = { jsonrpc: '2.0', id: 1 };
const read = (method: string, params?: unknown, from: 'agent' | 'server' = 'agent') =>
  readCall(request({ ...base, method, ...(params !== undefined && { params }) }), from, defaultLimits);

describe('what a governed method asks for', () => {
  it.each([
    ['tools/call', { name: 'a' }, [{ tool: 'a' }]],
    ['prompts/get', { name: 'a', arguments: {} }, [{ prompt: 'a' }]],
    ['resources/read', { uri: 'file:///a' }, [{ resource: 'file:///a' }]],
    ['resources/subscribe', { uri: 'x' }, [{ resource: 'x' }]],
    ['resources/unsubscribe', { uri: 'x' }, [{ resource: 'x' }]],
    [
      'completion/complete',
      { ref: { type: 'ref/prompt', name: 'p' }, argument: { name: 'a', value: '' } },
      [{ prompt: 'p' }],
    ],
    ['completion/complete', { ref: { type: 'ref/resource', uri: 'u' }, argument: {} }, [{ resource: 'u' }]],
    [
      'subscriptions/listen',
      { notifications: { resourceSubscriptions: ['a', 'b'] } },
      [{ resource: 'a' }, { resource: 'b' }],
    ],
  ])('%s %j', (method, params, subjects) => {
    expect(call({ ...base, method, params })).toMatchObject({ phase: 'call', subjects });
  });

  it.each(['sampling/createMessage', 'elicitation/create', 'roots/list'])('%s of a server has no subject', (method) => {
    const reading = read(method, { a: 1 }, 'server');
    expect(reading).toMatchObject({ phase: 'request', from: 'server', subjects: [{}] });
  });

  it('does not govern what only passes, and a method only on its own side', () => {
    for (const method of ['initialize', 'ping', 'tools/list', 'subscriptions/listen', '__proto__', 'toString']) {
      expect(read(method, {})).toBeUndefined();
    }
    expect(isGoverned('tools/call', 'server')).toBe(false);
    expect(isGoverned('sampling/createMessage', 'agent')).toBe(false);
  });

  it.each([
    ...[undefined, {}, { name: null }, { name: 1 }, { name: ['a'] }, { name: { a: 1 } }, { name: true }].map(
      (p) => ['tools/call', p] as const,
    ),
    ...[null, [], 'x', 1, true, [{}]].map((a) => ['tools/call', { name: 'a', arguments: a }] as const),
    ['prompts/get', { name: 'a', arguments: [] }],
    ['resources/read', { uri: ['file:///a'] }],
    ['completion/complete', {}],
    ['completion/complete', { ref: { type: 'ref/prompt', name: 'x', Name: 'y' } }],
    ['completion/complete', { ref: { type: 'ref/prompt', name: 'x' }, argument: [{ name: 'a', value: 'b' }] }],
    ['completion/complete', { ref: { type: 'ref/prompt', name: 'x' }, argument: { name: ['a'], value: 'b' } }],
    [
      'completion/complete',
      { ref: { type: 'ref/prompt', name: 'x' }, argument: { name: 'a', value: 'b', Value: 'c' } },
    ],
    ['completion/complete', { ref: { type: 'ref/prompt', name: 'x' }, argument: 'a' }],
    ['subscriptions/listen', { notifications: 'x' }],
    ['subscriptions/listen', { notifications: { ResourceSubscriptions: ['x'] } }],
    ['completion/complete', { ref: 'x' }],
    ['completion/complete', { ref: { type: 'ref/tool', name: 'x' } }],
    ['completion/complete', { ref: { name: 'x' } }],
    ['subscriptions/listen', { notifications: { resourceSubscriptions: 'x' } }],
    ['subscriptions/listen', { notifications: { resourceSubscriptions: [1] } }],
  ] as [string, unknown][])('S18 %s %j has the wrong type', (method, params) => {
    expect(read(method, params)).toEqual({ reason: 'wrong_type' });
  });

  it.each(['a\u0000', 'a\n', '\u001b[1m', 'a\u200b', 'a\u2028b', 'a\u2029', '\u202ea', '\ufeffa', 'a\u00ad'])(
    'S17 refuses the name %j',
    (name) => {
      expect(read('tools/call', { name })).toEqual({ reason: 'control_character' });
      expect(read('resources/read', { uri: name })).toEqual({ reason: 'control_character' });
    },
  );

  it('judges a thousand URIs of one subscription and no more', () => {
    const listen = (count: number) =>
      read('subscriptions/listen', {
        notifications: { resourceSubscriptions: Array.from({ length: count }, () => 'x') },
      });
    expect(listen(1_000)).toHaveProperty('subjects');
    expect(listen(1_001)).toEqual({ reason: 'too_many_uris' });
  });

  it('refuses a name over the limit', () => {
    expect(read('tools/call', { name: 'a'.repeat(4096) })).toHaveProperty('subjects');
    expect(read('tools/call', { name: 'a'.repeat(4097) })).toEqual({ reason: 'name_too_long' });
  });
});
