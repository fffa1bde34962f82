import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Framer, frame } from '../src/framing.js';
import { runs } from './runs.js';

type Told = { line: Uint8Array } | { oversize: number; start: Uint8Array };

/** Pushes a stream in parts, all of them from the same memory, which holds something else as soon as a push returns. */
function lend(stream: Buffer, sizes: readonly number[], push: (chunk: Uint8Array) => void): void {
  const memory = new Uint8Array(Math.max(...sizes));
  for (let at = 0, turn = 0; at < stream.length; turn += 1) {
    const part = stream.subarray(at, at + (sizes[turn % sizes.length] as number));
    memory.set(part);
    push(memory.subarray(0, part.length));
    memory.fill(0x0a);
    at += part.length;
  }
}

/** What is told must be right after everything was read, not only when it is told. */
function texts(told: readonly Told[]): unknown[] {
  return told.map((one) =>
    'line' in one
      ? Buffer.from(one.line).toString('latin1')
      : [one.oversize, Buffer.from(one.start).toString('latin1')],
  );
}

function expected(stream: Buffer, limit: number): unknown[] {
  const lines = stream.toString('latin1').split('\n').slice(0, -1);
  return lines
    .map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
    .map((line) => (line.length > limit ? [line.length, line.slice(0, Math.min(limit, 4096))] : line));
}

afterEach(() => vi.restoreAllMocks());

describe('bytes that are lent', () => {
  const small = fc.array(fc.constantFrom('\n', '\r\n', 'a', 'bcd', 'efghijkl'), { maxLength: 40 });
  const large = fc.array(
    fc
      .tuple(fc.constantFrom('x', 'y', 'z'), fc.nat({ max: 9_000 }))
      .map(([letter, size]) => `${letter.repeat(size)}\n`),
    { maxLength: 8 },
  );

  /** Holds back after every delivery that `stops` says, until `resume`. */
  function reading(limit: number, stops: readonly boolean[]) {
    const told: Told[] = [];
    let held = false;
    const note = (one: Told): void => {
      held = stops[told.length % stops.length] === true;
      told.push(one);
    };
    const framer: Framer = frame(
      limit,
      { line: (line) => note({ line }), oversize: (oversize, start) => note({ oversize, start }) },
      () => held,
      true,
    );
    const resume = (): void => {
      held = false;
      framer.push(new Uint8Array(0));
    };
    return { told, framer, resume };
  }

  it.each([
    ['small', small, 9],
    ['large', large, 8_000],
  ])('become the same %s lines however they come and whenever reading stops (R7)', (_, pieces, limit) => {
    const sizes = fc.array(fc.integer({ min: 1, max: limit * 2 }), { minLength: 1 });
    const stops = fc.array(fc.boolean(), { minLength: 1 });
    fc.assert(
      fc.property(pieces, sizes, stops, (parts, lengths, held) => {
        const stream = Buffer.from(parts.join(''), 'latin1');
        const { told, framer, resume } = reading(limit, held);
        lend(stream, lengths, (chunk) => {
          framer.push(chunk);
          if (framer.busy && lengths.length % 2 === 0) resume();
        });
        while (framer.busy) resume();
        expect(texts(told)).toEqual(expected(stream, limit));
      }),
      runs(300),
    );
  });

  it('are copied where a handler pushes more', () => {
    const told: Told[] = [];
    const inner = new Uint8Array(Buffer.from('second\nthi'));
    const framer = frame(
      10,
      {
        line(line) {
          told.push({ line });
          if (told.length > 1) return;
          framer.push(inner);
          inner.fill(0x0a);
        },
        oversize: (oversize, start) => told.push({ oversize, start }),
      },
      undefined,
      true,
    );
    framer.push(Buffer.from('first\n'));
    framer.push(Buffer.from('rd\n'));
    expect(texts(told)).toEqual(['first', 'second', 'third']);
  });

  it('are kept behind a line whose handler threw', () => {
    const told: Told[] = [];
    const framer = frame(
      10,
      {
        line(line) {
          told.push({ line });
          if (told.length === 1) throw new Error('of the owner');
        },
        oversize: (oversize, start) => told.push({ oversize, start }),
      },
      undefined,
      true,
    );
    const chunk = new Uint8Array(Buffer.from('a\nb\nc'));
    expect(() => framer.push(chunk)).toThrow('of the owner');
    chunk.fill(0x0a);
    framer.push(Buffer.from('\n'));
    expect(texts(told)).toEqual(['a', 'b', 'c']);
  });
});

describe('memory that is not zeroed', () => {
  it('is written in full before anybody sees it', () => {
    const allocate = Buffer.allocUnsafeSlow.bind(Buffer);
    const taken = vi.spyOn(Buffer, 'allocUnsafeSlow').mockImplementation((size) => allocate(size).fill('secret'));
    const told: Told[] = [];
    const handlers = {
      line: (line: Uint8Array) => told.push({ line }),
      oversize: (oversize: number, start: Uint8Array) => told.push({ oversize, start }),
    };
    for (const lent of [false, true]) {
      for (const end of ['\n', '\r\n']) {
        for (const size of [4_095, 4_096, 4_097, 65_535, 65_536, 65_537, 100_000, 100_001, 200_000]) {
          for (const part of [1_000, 65_536, 300_000]) {
            const stream = Buffer.from(`${'-'.repeat(size)}${end}`);
            const framer = frame(100_000, handlers, undefined, lent);
            for (let at = 0; at < stream.length; at += part) framer.push(stream.subarray(at, at + part));
            expect(texts(told.splice(0))).toEqual(expected(stream, 100_000));
          }
        }
      }
    }
    expect(taken).toHaveBeenCalled();
  });
});
