import { describe, expect, test } from 'vitest';
import { defaultLimits } from '../../src/limits.js';
import type { Fields, Message } from '../../src/wire/message.js';
import { readFromAgent, readFromServer } from '../../src/wire/read.js';
import { accepted } from '../cases/wire/accepted.js';
import { atLimits, tiny } from '../cases/wire/limits.js';
import { bytesOf, call, request } from '../cases/wire/line.js';
import { laxBodies } from '../cases/wire/servers.js';
import { parseJson } from './parse-json.js';
import { parseMessage } from './parsed.js';

test.each(accepted)('$name', ({ line, kind }) => {
  const bytes = bytesOf(line);
  const message = readFromAgent(bytes, defaultLimits);
  expect(message.kind).toBe(kind);
  expect(parseMessage(message as Message)).toEqual(parseJson(line));
  expect((message as Message).bytes).toBe(bytes);
  expect(Object.isFrozen(message)).toBe(true);
  expect(readFromServer(bytes, defaultLimits).kind).toBe(kind);
});

test.each(atLimits)('exactly at a limit: $name', ({ line }) => {
  expect(readFromAgent(bytesOf(line), tiny).kind).toBe('request');
});

test.each(laxBodies)('the body of an answer: $name', ({ line }) => {
  const message = readFromServer(bytesOf(line), { ...defaultLimits, string: 200, keys: 50 });
  expect(parseMessage(message as Message)).toEqual(parseJson(line));
});

describe('spans', () => {
  test('of id and members are the bytes as written', () => {
    const line = String.raw`{ "jsonrpc":"2.0", "id" : "\u0037" ,"method":"tools/call","params": { "name" : "t\n" , "arguments":{"n": 9007199254740993} } }`;
    const message = readFromAgent(bytesOf(line), defaultLimits);
    if (message.kind !== 'request') throw new Error('no request');
    const text = (span: { start: number; end: number } | undefined): string =>
      span === undefined ? '' : line.slice(span.start, span.end);
    expect(message.id).toBe('7');
    expect(text(message.idSpan)).toBe(String.raw`"\u0037"`);
    expect(text(message.params?.span)).toBe(String.raw`{ "name" : "t\n" , "arguments":{"n": 9007199254740993} }`);
    expect(text(message.params?.get('name'))).toBe(String.raw`"t\n"`);
    expect(text(message.params?.get('arguments'))).toBe('{"n": 9007199254740993}');
    expect(message.params?.get('n')).toBeUndefined();
    expect([...(message.params as Fields).entries()].map(({ key, member }) => [key, text(member)])).toEqual([
      ['name', String.raw`"name" : "t\n"`],
      ['arguments', '"arguments":{"n": 9007199254740993}'],
    ]);
  });

  test('S4 a key like __proto__ is found only where it is written, and pollutes nothing', () => {
    const bare = readFromAgent(bytesOf(request('tools/call', '{"name":"t"}')), defaultLimits);
    const message = readFromAgent(bytesOf(request('tools/call', '{"name":"t","__proto__":{"x":1}}')), defaultLimits);
    if (bare.kind !== 'request' || message.kind !== 'request') throw new Error('no request');
    for (const key of ['__proto__', 'toString', 'constructor']) expect(bare.params?.get(key)).toBeUndefined();
    expect(message.params?.get('__proto__')).toBeDefined();
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  test('an answer and a notification have theirs', () => {
    const answer = readFromServer(bytesOf('{"jsonrpc":"2.0","id":7,"error":{"code":1,"message":"x"}}'), defaultLimits);
    expect(answer.kind === 'response' && answer.error?.get('code')).toEqual({ start: 40, end: 41 });
    expect(answer.kind === 'response' && answer.result).toBeUndefined();
    const note = readFromServer(bytesOf('{"jsonrpc":"2.0","method":"x","params":{"a":1}}'), defaultLimits);
    expect(note.kind === 'notification' && note.params?.get('a')).toEqual({ start: 44, end: 45 });
  });
});

test('a view into a larger buffer is read alone', () => {
  const line = call('{}');
  const buffer = Buffer.from(`xx${line}}}}`);
  const message = readFromAgent(buffer.subarray(2, 2 + line.length), defaultLimits);
  expect(message.kind).toBe('request');
});
