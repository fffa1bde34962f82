import { describe, expect, test } from 'vitest';
import { fold } from '../../src/wire/fold.js';
import { envelopeKeys, paramKeysOf } from '../../src/wire/keys.js';

describe('fold', () => {
  test.each([
    ['name', 'name'],
    ['NaMe', 'name'],
    ['param\u017f', 'params'],
    ['\u212aey', 'key'],
    ['ｉｄ', 'id'],
    ['\u0131\u0130', 'ii'],
    ['_m\u00e9t\u0301a', '_meta'],
    ['\u00ad\u034f\u061c\u115f\u180e\u200b\u200d\u202e\u2060\u2800\u3164\ufe0f\uffa0\u{e0100}\u{e0041}id', 'id'],
    [' \t\u00a0\u2003\u3000\u2028\0\x7f\u0085i\u200bd', 'id'],
    ['\ue000\ufdd0\ud800id', 'id'],
    ['\u0456d', '\u0456d'],
    ['i\u0345d', 'id'],
    ['stra\u00dfe', 'strasse'],
    ['a-b_c', 'a-b_c'],
  ])('%j is read as %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  test('a key hidden between pieces of invisible characters', () => {
    const gap = '\u200b'.repeat(1023);
    expect(fold(`${gap}\u{1d422}${gap}${gap}\u{1d41d}${gap}`)).toBe('id');
  });

  test('what is longer than any key does not fold to one', () => {
    expect(fold(`id${'x'.repeat(5000)}`)).not.toBe('id');
    expect(fold(`é${'x'.repeat(5000)}`).length).toBeGreaterThan(60);
  });
});

describe('protocol keys', () => {
  test('of the envelope', () => {
    expect([...envelopeKeys.values()]).toEqual(['jsonrpc', 'id', 'method', 'params', 'result', 'error']);
  });

  test.each([
    ['tools/call', ['_meta', 'name', 'arguments', 'task', 'inputResponses', 'requestState']],
    ['resources/read', ['_meta', 'uri', 'inputResponses', 'requestState']],
    ['prompts/get', ['_meta', 'name', 'arguments', 'inputResponses', 'requestState']],
    ['completion/complete', ['_meta', 'ref', 'argument', 'context']],
    ['notifications/cancelled', ['_meta', 'requestId', 'reason']],
    ['roots/list', ['_meta']],
  ])('of %s', (method, keys) => {
    expect([...paramKeysOf(method).values()]).toEqual(keys);
    for (const [folded, key] of paramKeysOf(method)) expect(folded).toBe(key.toLowerCase());
  });

  test('of a method that is not in the table, however it is called', () => {
    for (const method of ['vendor/x', '__proto__', 'toString', '']) {
      expect([...paramKeysOf(method).values()]).toContain('arguments');
    }
  });
});
