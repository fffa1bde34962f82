import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Framer, frame } from '../src/index.js';
import { runs } from './runs.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

type Told = number[] | { oversize: number } | { rest: number };

function cut(chunks: readonly Uint8Array[], limit: number): Told[] {
  const told: Told[] = [];
  const framer = frame(limit, {
    line: (bytes) => told.push([...bytes]),
    oversize: (length) => told.push({ oversize: length }),
  });
  for (const chunk of chunks) framer.push(chunk);
  told.push({ rest: framer.finish() });
  return told;
}

/** The meaning of the format, written without any state: the whole text is at hand. */
function model(stream: string, limit: number): Told[] {
  const lines = stream.split('\n');
  const rest = lines.pop() ?? '';
  const told: Told[] = lines.map((line) => {
    const content = line.endsWith('\r') ? line.slice(0, -1) : line;
    return content.length > limit ? { oversize: content.length } : [...Buffer.from(content, 'latin1')];
  });
  return [...told, { rest: rest.length }];
}

function slices(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const borders = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return borders.slice(1).map((border, index) => bytes.slice(borders[index], border));
}

/** Pushes chunks and gives weak references to their memory. */
function push(framer: Framer, count: number, size: number): WeakRef<ArrayBufferLike>[] {
  return Array.from({ length: count }, () => {
    const chunk = new Uint8Array(size).fill(97);
    framer.push(chunk);
    return new WeakRef(chunk.buffer);
  });
}

/** How many of them somebody still holds. */
async function alive(references: readonly WeakRef<ArrayBufferLike>[]): Promise<number> {
  await turn(); // weak references hold their object until the end of the turn that made them
  collect();
  return references.filter((reference) => reference.deref() !== undefined).length;
}

describe('frame', () => {
  const streams = fc.array(fc.constantFrom('\n', '\r', '\r\n', 'a', 'bcd', '\u00ff', 'efghijkl'), { maxLength: 40 });

  it('gives the same messages for every way of cutting a stream into chunks', () => {
    fc.assert(
      fc.property(streams, fc.array(fc.nat()), fc.integer({ min: 0, max: 9 }), (pieces, places, limit) => {
        const stream = pieces.join('');
        const bytes = new Uint8Array(Buffer.from(stream, 'latin1'));
        expect(cut(slices(bytes, places), limit)).toEqual(model(stream, limit));
      }),
      runs(1_000),
    );
  });

  it('reads one byte at a time (R7)', () => {
    const bytes = Buffer.from('one\r\n\n\r\r\nlonger than ten\r\nrest');
    const chunks = [...bytes].map((byte) => Uint8Array.of(byte));
    expect(cut(chunks, 10)).toEqual(model(bytes.toString(), 10));
  });

  it.each([
    ['a line as long as the limit', 'abcd\n', [[97, 98, 99, 100], { rest: 0 }]],
    ['the same with CR LF', 'abcd\r\n', [[97, 98, 99, 100], { rest: 0 }]],
    ['one byte more', 'abcde\n', [{ oversize: 5 }, { rest: 0 }]],
    ['one byte more with CR LF', 'abcde\r\n', [{ oversize: 5 }, { rest: 0 }]],
    ['the limit and two CR', 'abcd\r\r\n', [{ oversize: 5 }, { rest: 0 }]],
    ['an unfinished long line', 'abcdefgh', [{ rest: 8 }]],
  ])('%s', (_, stream, expected) => {
    for (const size of [1, 2, 3, 100]) {
      const bytes = Buffer.from(stream);
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (__, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      );
      expect(cut(chunks, 4)).toEqual(expected);
    }
  });

  it('delivers bytes that share no memory with the chunk', () => {
    const lines: Uint8Array[] = [];
    const chunk = new Uint8Array(Buffer.from('first\nsecond\n'));
    frame(100, { line: (bytes) => lines.push(bytes), oversize: () => undefined }).push(chunk);
    chunk.fill(0);
    expect(lines.map((bytes) => Buffer.from(bytes).toString())).toEqual(['first', 'second']);
    for (const { buffer } of lines)
      expect([buffer === chunk.buffer, buffer.byteLength > 16 * 1024]).toEqual([false, false]);
  });

  it('puts a 16 MB line together from reads of 64 KiB (S11)', () => {
    const line = new Uint8Array(16 * 1024 * 1024).map((_, at) => 32 + (at % 90));
    const lines: Uint8Array[] = [];
    const framer = frame(32 * 1024 * 1024, { line: (bytes) => lines.push(bytes), oversize: () => undefined });
    for (let at = 0; at < line.length; at += 65_536) framer.push(line.slice(at, at + 65_536));
    framer.push(Uint8Array.of(10));
    expect(lines).toHaveLength(1);
    expect(Buffer.compare(lines[0] ?? new Uint8Array(), line)).toBe(0);
  });

  it('keeps nothing of a line over the limit and reads the next one (R13)', async () => {
    const told: Told[] = [];
    const framer = frame(1024 * 1024, {
      line: (bytes) => told.push([...bytes]),
      oversize: (length) => told.push({ oversize: length }),
    });
    const pushed = push(framer, 4096, 65_536);
    expect(await alive(pushed)).toBeLessThanOrEqual(1);
    framer.push(Buffer.from('\nnext\n'));
    expect(told).toEqual([{ oversize: 256 * 1024 * 1024 }, [...Buffer.from('next')]]);
  });

  it('does not keep every chunk of a line that comes byte by byte (R7)', async () => {
    const lengths: number[] = [];
    const framer = frame(1024 * 1024, { line: ({ length }) => lengths.push(length), oversize: () => undefined });
    expect(await alive(push(framer, 20_000, 1))).toBeLessThan(20);
    framer.push(Uint8Array.of(10));
    expect(lengths).toEqual([20_000]);
  });

  it('goes on after a handler that threw', () => {
    const lines: string[] = [];
    const framer = frame(10, {
      line(bytes) {
        lines.push(Buffer.from(bytes).toString());
        if (lines.length === 1) throw new Error('of the owner');
      },
      oversize: () => undefined,
    });
    expect(() => framer.push(Buffer.from('a\nb\n'))).toThrow('of the owner');
    framer.push(Buffer.from('c\n'));
    expect(lines).toEqual(['a', 'b', 'c']);
  });
});
