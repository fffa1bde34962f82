import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultLimits } from '../../src/limits.js';
import type { Malformed, Message } from '../../src/wire/message.js';
import { readFromAgent, readFromServer } from '../../src/wire/read.js';
import { answer, bytesOf, call, request } from '../cases/wire/line.js';
import { runs } from '../runs.js';
import { isAmbiguous } from './ambiguity.js';
import { document } from './documents.js';
import { parseJson } from './parse-json.js';
import { parseMessage } from './parsed.js';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What JSON.parse makes of bytes that must be UTF-8, `undefined` where it refuses. */
function parse(bytes: Uint8Array): unknown {
  try {
    return parseJson(decoder.decode(bytes));
  } catch {
    return undefined;
  }
}

/** R40: what a reader accepts parses to the same value, and what JSON.parse refuses it refuses, with a code that is true. */
function compare(bytes: Uint8Array, read: Message | Malformed): void {
  const value = parse(bytes);
  if (read.kind !== 'malformed') expect(parseMessage(read)).toEqual(value);
  else if (value === undefined) expect(read.rpc).toBe(-32700);
  else if (read.rpc === -32700) expect(bytes.includes(0x0a)).toBe(true); // JSON elsewhere, but not one line
}

test('R40 a document as arguments is taken exactly where it is not ambiguous', () => {
  fc.assert(
    fc.property(document, (written) => {
      const line = bytesOf(call(written));
      const read = readFromAgent(line, defaultLimits);
      compare(line, read);
      expect(read.kind).toBe(isAmbiguous(written) ? 'malformed' : 'request');
    }),
    runs(1_000),
  );
});

test('R40 a document inside of a result is always taken from a server', () => {
  fc.assert(
    fc.property(document, (written) => {
      const line = bytesOf(answer(`{"content":[${written}],"isError":false}`));
      const read = readFromServer(line, defaultLimits);
      compare(line, read);
      expect(read.kind).toBe('response');
    }),
    runs(1_000),
  );
});

test('R40 a document in any place of the envelope', () => {
  const places = ['"jsonrpc":"2.0"', '"id":1', '"method":"x"', '"params":{}', '"result":{}', '"error":{}'];
  fc.assert(
    fc.property(
      fc.subarray(places),
      fc.constantFrom('id', 'method', 'params', 'result', 'x'),
      document,
      (some, key, value) => {
        const line = bytesOf(`{${[...some, `"${key}":${value}`].join(',')}}`);
        compare(line, readFromAgent(line, defaultLimits));
        compare(line, readFromServer(line, defaultLimits));
      },
    ),
    runs(1_000),
  );
});

const valid = fc
  .oneof(
    document.map((written) => call(written)),
    document.map((written) => request('resources/read', `{"uri":${written},"_meta":{"é😀":[]}}`)),
    document.map((written) => answer(`{"a":${written}}`)),
    fc.constant('{"jsonrpc":"2.0","id":"é😀\\n","error":{"code":-32000,"message":"\\ud83d\\ude00"}}'),
  )
  .map((line) => bytesOf(line));
const interesting = [
  0, 9, 10, 13, 0x20, 0x22, 0x2c, 0x30, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d, 0x80, 0xc0, 0xc3, 0xe0, 0xed, 0xf0, 0xf4, 0xff,
];
const change = fc.record({
  at: fc.nat(),
  drop: fc.nat(3),
  insert: fc.array(fc.oneof(fc.constantFrom(...interesting), fc.nat(255)), { maxLength: 3 }),
});

test('R40 valid messages with some bytes changed', () => {
  fc.assert(
    fc.property(valid, fc.array(change, { minLength: 1, maxLength: 3 }), (line, changes) => {
      let bytes: Uint8Array = line;
      for (const { at, drop, insert } of changes) {
        const from = at % (bytes.length + 1);
        bytes = Buffer.concat([bytes.subarray(0, from), Buffer.from(insert), bytes.subarray(from + drop)]);
      }
      compare(bytes, readFromAgent(bytes, defaultLimits));
      compare(bytes, readFromServer(bytes, defaultLimits));
    }),
    runs(5_000),
  );
});

test('S8 any bytes in a string are taken exactly where they are UTF-8', () => {
  const byte = fc.oneof(
    fc.constantFrom(...interesting.filter((value) => value >= 0x80)),
    fc.integer({ min: 0x80, max: 0xff }),
  );
  fc.assert(
    fc.property(fc.array(byte, { minLength: 1, maxLength: 6 }), (damage) => {
      const line = bytesOf('{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":"', ...damage, '"}}');
      const read = readFromAgent(line, defaultLimits);
      expect(read.kind).toBe(parse(line) === undefined ? 'malformed' : 'request');
      compare(line, read);
    }),
    runs(5_000),
  );
});

test('every prefix of a message is refused', () => {
  const line = bytesOf(call('{"a":[1.5e3,true,null,"\\ud83d\\ude00é"],"b":{}}'));
  for (let end = 0; end < line.length; end += 1) {
    expect(readFromAgent(line.subarray(0, end), defaultLimits)).toMatchObject({ kind: 'malformed', rpc: -32700 });
  }
});
