import { describe, expect, it } from 'vitest';
import { chain as chainAll, draft, EMPTY, formatTime, type Head } from '../src/chain.js';
import { parse } from './tools/samples.js';

const at = (ms: number) => formatTime(Date.UTC(2026, 0, 1) + ms);
const kinds = (bytes: Buffer) =>
  parse(bytes.toString()).map((record) => `${record.kind} ${String(record.ts).slice(17, 23)}`);
const chain = (head: Head, bodies: readonly string[], clock: string, isBehind: boolean) =>
  chainAll(head, bodies.map(draft), clock, isBehind, new Set());
const body = '"kind":"stop","reason":"fault"';

describe('chain', () => {
  it('keeps the last time while the clock is behind and says so once', () => {
    const first = chain(EMPTY, [body], at(500), false);
    const back = chain(first.head, [body, body], at(200), first.isBehind);
    const still = chain(back.head, [body], at(499), back.isBehind);
    const caughtUp = chain(still.head, [body], at(500), still.isBehind);
    const again = chain(caughtUp.head, [body], at(100), caughtUp.isBehind);
    expect(kinds(back.bytes)).toEqual(['stop 00.500', 'stop 00.500', 'admin 00.500']);
    expect(kinds(still.bytes)).toEqual(['stop 00.500']);
    expect(kinds(caughtUp.bytes)).toEqual(['stop 00.500']);
    expect(kinds(again.bytes)).toEqual(['stop 00.500', 'admin 00.500']);
    expect(again.head.seq).toBe(8);
  });

  it('changes nothing of the head that it was given', () => {
    chain(EMPTY, [body], at(0), false);
    expect(EMPTY).toEqual({ seq: 0, hash: '0'.repeat(64), ts: '', log: '' });
  });

  it('keeps the form of the time beyond four digits of the year', () => {
    expect(formatTime(8.64e15)).toBe('9999-12-31T23:59:59.999Z');
    expect(formatTime(-1)).toBe('1970-01-01T00:00:00.000Z');
  });
});
