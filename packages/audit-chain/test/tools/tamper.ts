import { LOG_ID, other, type Parts, seal, split, start } from './forge.js';

/** The same numbers for the same seed, on every machine (mulberry32). */
export function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

type Roll = (sides: number) => number;

/** A log of 2 to 21 records in up to three runs. */
export function randomLog(roll: Roll, log: string = LOG_ID): Parts[] {
  return Array.from({ length: 2 + roll(20) }, (_, index) =>
    index === 0 || roll(9) === 0 ? start(log) : other(roll(1000)),
  );
}

const replaceOnce = (line: Buffer, from: string, to: string): Buffer =>
  Buffer.from(line.toString('latin1').replace(from, to), 'latin1');

const put = <T>(list: readonly T[], at: number, remove: number, ...items: T[]): T[] =>
  list.toSpliced(at, remove, ...items);

/** S81, S86, S87: somebody without the means or the wit to compute the hashes again. `at` is a record that is not the last. */
export const edits: Record<string, (lines: Buffer[], at: number, roll: Roll) => Buffer[]> = {
  'delete a record': (lines, at) => put(lines, at, 1),
  'duplicate a record': (lines, at) => put(lines, at, 0, lines[at] as Buffer),
  'swap two records': (lines, at) => put(lines, at, 2, lines[at + 1] as Buffer, lines[at] as Buffer),
  'move a record to the end': (lines, at) => [...put(lines, at, 1), lines[at] as Buffer],
  'cut the first records': (lines, at) => lines.slice(at + 1),
  'insert a record of another log': (lines, at) =>
    put(
      lines,
      at,
      0,
      split(seal([...Array(at + 1).keys()].map((n) => (n === 0 ? start('ab'.repeat(16)) : other(n)))))[at] as Buffer,
    ),
  'join another log': (lines, _, roll) => [...lines, ...split(seal(randomLog(roll, 'cd'.repeat(16))))],
  'continue with records of another log': (lines, at, roll) => [
    ...lines.slice(0, at + 1),
    ...split(seal(randomLog(roll, 'cd'.repeat(16)))).slice(1),
  ],
  CRLF: (lines, at) => put(lines, at, 1, replaceOnce(lines[at] as Buffer, '\n', '\r\n')),
  'CRLF everywhere': (lines) => lines.map((line) => replaceOnce(line, '\n', '\r\n')),
  'byte order mark': (lines) => put(lines, 0, 1, Buffer.concat([Buffer.from('\ufeff'), lines[0] as Buffer])),
  'white space between members': (lines, at) =>
    put(lines, at, 1, replaceOnce(lines[at] as Buffer, ',"kind"', ', "kind"')),
  'white space at the end': (lines, at) => put(lines, at, 1, replaceOnce(lines[at] as Buffer, '\n', ' \n')),
  'another order of members': (lines, at) =>
    put(lines, at, 1, Buffer.from((lines[at] as Buffer).toString().replace(/("seq":\d+),("ts":"[^"]*")/, '$2,$1'))),
  'an escape for a letter': (lines, at) =>
    put(lines, at, 1, replaceOnce(lines[at] as Buffer, '"kind":"', '"k\\u0069nd":"')),
  '1.0 for 1': (lines, at) => put(lines, at, 1, replaceOnce(lines[at] as Buffer, '"v":1,', '"v":1.0,')),
  'a duplicate member': (lines, at) =>
    put(lines, at, 1, replaceOnce(lines[at] as Buffer, ',"hash":"', ',"kind":"note","hash":"')),
  'upper-case hex': (lines, at) =>
    put(
      lines,
      at,
      1,
      Buffer.from(
        (lines[at] as Buffer)
          .toString()
          .replace(/"hash":"[0-9a-f]{64}/, (hash) => `"hash":"${hash.slice(8).toUpperCase()}`),
      ),
    ),
  'an empty line': (lines, at) => put(lines, at + 1, 0, Buffer.from('\n')),
  'a line of zeros': (lines, at) => put(lines, at + 1, 0, Buffer.from('\0'.repeat(80))),
  'a flipped bit': (lines, at, roll) => {
    const line = Buffer.from(lines[at] as Buffer);
    const byte = roll(line.length);
    line[byte] = (line[byte] as number) ^ (1 << roll(8));
    return put(lines, at, 1, line);
  },
  'a torn tail': (lines, _, roll) => put(lines, -1, 1, (lines.at(-1) as Buffer).subarray(0, 1 + roll(75))),
  'another record behind the torn tail': (lines) =>
    put(lines, -1, 1, (lines.at(-1) as Buffer).subarray(0, 90), lines[1] as Buffer),
};

/** Somebody who computes every hash again, in one record that he spells otherwise. The chain fits; the form does not. */
export const forgeries: Record<string, Partial<Parts>> = {
  'seq with a leading zero': { seq: '02' },
  'seq as a fraction': { seq: '2.0' },
  'seq with an exponent': { seq: '2e0' },
  'seq too far': { seq: '9999' },
  'seq of 17 digits': { seq: '99999999999999999' },
  'seq as text': { seq: '"2"' },
  'another version': { v: '2' },
  'version 1.0': { v: '1.0' },
  'time with an offset': { ts: '2026-01-01T00:00:00+00:00' },
  'time without milliseconds': { ts: '2026-01-01T00:00:00Z' },
  'time with a space': { ts: '2026-01-01 00:00:00.000Z' },
  'time in other digits': { ts: '２026-01-01T00:00:00.0Z' },
  'time before the last': { ts: '2025-12-31T23:59:59.999Z' },
  'prev in upper case': { prev: 'A'.repeat(64) },
  'prev of nothing': { prev: '0'.repeat(64) },
  'prev too short': { prev: 'a'.repeat(63) },
  'kind with an escape': { rest: '"kind":"st\\u0061rt"' },
  'kind in capitals': { rest: '"kind":"Start"' },
  'kind of 33 letters': { rest: `"kind":"${'k'.repeat(33)}"` },
  'an empty kind': { rest: '"kind":""' },
  'kind as a number': { rest: '"kind":1' },
  'no kind': { rest: '"king":"stop"' },
  'start without log': { rest: '"kind":"start"' },
  'start of another log': start('ef'.repeat(16)),
  'start with a number for log': { rest: '"kind":"start","log":1' },
  'start whose last log is another': { rest: `"kind":"start","log":"${LOG_ID}","log":"x"` },
  'invalid UTF-8': { rest: '"kind":"note","x":"\xff"' },
  'an overlong form': { rest: '"kind":"note","x":"\xc0\xaf"' },
  'an encoded surrogate': { rest: '"kind":"note","x":"\xed\xa0\x80"' },
  'beyond U+10FFFF': { rest: '"kind":"note","x":"\xf4\x90\x80\x80"' },
  'a truncated character': { rest: '"kind":"note","x":"\xc3"' },
  'a raw control character': { rest: '"kind":"note","x":"\x01"' },
  'a raw carriage return in a string': { rest: '"kind":"note","x":"\r"' },
  'a line in a line': { rest: '"kind":"note","x":"\n{"seq":3}"' },
  'not JSON': { rest: '"kind":"note","x":NaN' },
  'a trailing comma': { rest: '"kind":"note",' },
  'an open string that swallows the tail': { rest: '"kind":"note","x":"' },
  'an open object': { rest: '"kind":"note","x":{"y":1' },
  'two objects': { rest: '"kind":"note"},{"x":1' },
};

/** Odd, but nothing that the format forbids. */
export const oddities: Record<string, Partial<Parts>> = {
  'a kind that nobody knows': { rest: '"kind":"note_to_self","by":"human:a"' },
  'a duplicate member': { rest: '"kind":"note","x":1,"x":2' },
  'white space in the members': { rest: '"kind":"note" , "x" : [ 1 ]' },
  'a carriage return as white space': { rest: '"kind":"note",\r"x":1' },
  'numbers that no double holds': { rest: '"kind":"note","x":1e999,"y":123456789012345678901234567890' },
  'an escape for a letter': { rest: '"kind":"note","x":"\\u0041"' },
  'a lone surrogate': { rest: '"kind":"note","x":"\\ud800"' },
  'a day that no calendar has': { ts: '2026-19-39T29:59:59.999Z', rest: '"kind":"note"' },
  'a start whose last log fits': { rest: `"kind":"start","log":"x","log":"${LOG_ID}"` },
  'a member that looks like a tail': { rest: `"kind":"note","hash":"${'0'.repeat(64)}"` },
  'a member with a forbidden name': { rest: '"kind":"note","__proto__":{"log":1}' },
};
