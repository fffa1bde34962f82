import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { skipPlain } from '../../src/wire/plain.js';
import { runs } from '../runs.js';

const isPlain = (byte: number): boolean => byte >= 0x20 && byte < 0x80 && byte !== 0x22 && byte !== 0x5c;

/** The meaning, without words. */
function model(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at += 1) if (!isPlain(bytes[at] as number)) return at;
  return end;
}

/** Plain bytes in a memory that holds something else before and behind them. */
function placed(offset: number, length: number): Uint8Array {
  const memory = new Uint8Array(offset + length + 16).fill(0x22);
  for (let at = offset; at < offset + length; at += 1) memory[at] = 0x20 + (at % 2);
  return memory.subarray(offset, offset + length);
}

// From here on whole words are looked at.
const FAR = 256;

describe('skipPlain', () => {
  it('stops at every byte that is not plain and at no other, in each place of a word', () => {
    for (let byte = 0; byte < 256; byte += 1) {
      for (let place = FAR; place < FAR + 16; place += 1) {
        const bytes = placed(0, FAR + 40);
        bytes[place] = byte;
        expect([byte, skipPlain(bytes, 0, bytes.length)]).toEqual([byte, isPlain(byte) ? bytes.length : place]);
      }
    }
  });

  it('sees the first of two such bytes in one word, whatever they are', () => {
    for (const first of [0x00, 0x1f, 0x22, 0x5c, 0x80, 0xa2, 0xdc, 0xff]) {
      for (const second of [0x00, 0x1f, 0x22, 0x5c, 0x80, 0xa2, 0xdc, 0xff]) {
        for (let place = FAR; place < FAR + 8; place += 1) {
          const bytes = placed(1, FAR + 40);
          bytes[place] = first;
          bytes[place + 1] = second;
          expect(skipPlain(bytes, 0, bytes.length)).toBe(place);
        }
      }
    }
  });

  it('stops at its end and not at what lies behind it, for every alignment, start and length', () => {
    for (let offset = 0; offset < 9; offset += 1) {
      for (let from = 0; from < 9; from += 1) {
        for (const length of [...Array(24).keys(), ...Array.from({ length: 40 }, (_, more) => FAR - 8 + more)]) {
          const bytes = placed(offset, from + length + 8);
          expect(skipPlain(bytes, from, from + length)).toBe(from + length);
        }
      }
    }
  });

  it('agrees with a loop over bytes', () => {
    const bytes = fc.tuple(
      fc.nat({ max: 8 }),
      fc.nat({ max: 700 }),
      fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 6 }),
    );
    fc.assert(
      fc.property(bytes, fc.nat(), fc.nat(), ([offset, length, others], one, other) => {
        const line = placed(offset, length + 1);
        for (const [at, byte] of others) line[at % line.length] = byte;
        const [from, end] = [one % line.length, other % (line.length + 1)].sort((a, b) => a - b) as [number, number];
        expect(skipPlain(line, from, end)).toBe(model(line, from, end));
      }),
      runs(2_000),
    );
  });
});
