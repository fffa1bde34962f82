import { describe, expect, test } from 'vitest';
import { defaultLimits } from '../../src/limits.js';
import { readFromAgent, readFromServer } from '../../src/wire/read.js';
import { answer, bytesOf, call } from '../cases/wire/line.js';

const MiB = 1024 * 1024;
const fromAgent = (line: string): object => readFromAgent(bytesOf(line), defaultLimits);

describe('S11 size', () => {
  test('a line of 16 MB in strings of 4 MB is taken', () => {
    const args = `[${Array.from({ length: 4 }, () => `"${'é'.repeat(2 * MiB)}"`).join(',')}]`;
    expect(fromAgent(call(args))).toMatchObject({ kind: 'request', id: 7 });
  });

  test('a string of 16 MB is refused from the agent and taken from a server', () => {
    const value = `{"a":"${'x'.repeat(16 * MiB)}"}`;
    expect(fromAgent(call(value))).toMatchObject({ reason: 'string_too_long', id: 7 });
    expect(readFromServer(bytesOf(answer(value)), defaultLimits)).toMatchObject({ kind: 'response', id: 7 });
  });

  test('a line of 32 MiB is taken, with one byte more refused', () => {
    const line = Buffer.alloc(32 * MiB + 1, 0x20);
    line.write('{"jsonrpc":"2.0","id":7,"method":"ping"}');
    expect(readFromAgent(line, defaultLimits)).toMatchObject({ reason: 'line_too_long', id: 7 });
    expect(readFromAgent(line.subarray(0, -1), defaultLimits)).toMatchObject({ kind: 'request' });
  });

  test('8 MB of numbers are taken', () => {
    expect(fromAgent(call(`[${'1,'.repeat(4 * MiB)}1]`))).toMatchObject({ kind: 'request' });
  });
});

describe('S11 depth', () => {
  test.each([1000, 20_000, 500_000])('%i levels of arrays and of objects are refused with their id', (levels) => {
    const arrays = `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const objects = `${'{"a":'.repeat(levels)}0${'}'.repeat(levels)}`;
    for (const value of [arrays, objects]) {
      expect(fromAgent(call(value))).toMatchObject({ reason: 'too_deep', id: 7 });
      expect(readFromServer(bytesOf(answer(`{"a":${value}}`)), defaultLimits)).toMatchObject({
        reason: 'too_deep',
        id: 7,
      });
    }
  });

  test('16 MB of open brackets are not JSON', () => {
    expect(fromAgent('['.repeat(16 * MiB))).toMatchObject({ reason: 'not_json' });
    expect(fromAgent('{"a":'.repeat(MiB))).toMatchObject({ reason: 'not_json' });
  });
});

describe('S11 keys', () => {
  const object = (count: number): string =>
    `{${Array.from({ length: count }, (_, index) => `"${index}":0`).join(',')}}`;

  test('100,000 keys are taken, counting the five of envelope and params', () => {
    expect(fromAgent(call(object(99_994)))).toMatchObject({ kind: 'request' });
    expect(fromAgent(call(object(99_995)))).toMatchObject({ reason: 'too_many_keys', id: 7 });
  });

  test('one key twice among 90,000 is found', () => {
    expect(fromAgent(call(object(90_000).replace('"89999"', '"0"')))).toMatchObject({ reason: 'duplicate_key' });
  });

  test('500,000 keys at any level are refused', () => {
    const many = object(500_000);
    expect(fromAgent(call(many))).toMatchObject({ reason: 'too_many_keys', id: 7 });
    const envelope = readFromServer(bytesOf(`{"jsonrpc":"2.0","id":7,${many.slice(1)}`), defaultLimits);
    expect(envelope).toMatchObject({ reason: 'too_many_keys' });
    expect(envelope).not.toHaveProperty('id');
  });

  test('500,000 keys deep in an answer are taken', () => {
    expect(readFromServer(bytesOf(answer(`{"a":${object(500_000)}}`)), defaultLimits)).toMatchObject({ id: 7 });
  });

  test('a key of 1 MB in arguments is taken, in params and envelope refused', () => {
    const key = `"${'k'.repeat(MiB)}":0`;
    expect(fromAgent(call(`{${key}}`))).toMatchObject({ kind: 'request' });
    expect(fromAgent(`{"jsonrpc":"2.0","id":7,"method":"x",${key}}`)).toMatchObject({ reason: 'name_too_long', id: 7 });
    expect(fromAgent(`{"jsonrpc":"2.0","id":7,"method":"x","params":{${key}}}`)).toMatchObject({
      reason: 'name_too_long',
      id: 7,
    });
  });

  test('a key of 8 MB of characters that grow when they are folded is refused', () => {
    const key = '\ufdfa'.repeat(2 * MiB);
    expect(fromAgent(`{"jsonrpc":"2.0","id":7,"method":"x","${key}":0}`)).toMatchObject({
      reason: 'name_too_long',
      id: 7,
    });
  });

  test('a key of 6 MB that is `id` and invisible characters hides the id', () => {
    const key = `i${'\u200b'.repeat(2 * MiB)}d`;
    const read = fromAgent(`{"jsonrpc":"2.0","id":7,"method":"x","${key}":8}`);
    expect(read).toMatchObject({ reason: 'name_too_long' });
    expect(read).not.toHaveProperty('id');
  });
});
