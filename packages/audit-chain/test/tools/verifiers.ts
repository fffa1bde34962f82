import type { Read } from '../../src/lines.js';
import { judge, type Verdict } from '../../src/verify.js';

export interface Found {
  readonly status: string;
  readonly seq?: number;
}

interface Independent {
  readonly verify: (chunks: Iterable<Buffer>, expectedHead?: string) => Promise<Found>;
  readonly verifyLog: (path: string, expectedHead?: string) => Promise<Found>;
}

const at: string = new URL('../../../../examples/verify-log/verify-log.mjs', import.meta.url).href;

/** The verifier that was written from the published format alone. */
export const independent: Independent = await import(/* @vite-ignore */ at);

/** Reads bytes in pieces of at most `piece`. */
export function readBytes(bytes: Buffer, piece: number = bytes.length): Read {
  let position = 0;
  return async (into) => {
    const count = bytes.copy(into, 0, position, Math.min(position + piece, bytes.length));
    position += count;
    return count;
  };
}

export const verdictOn = (bytes: Buffer, expectHead?: string): Promise<Verdict> => judge(readBytes(bytes), expectHead);

/** A verdict without what two verifiers may word differently. */
export function essence(verdict: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(verdict).filter(([name]) => name !== 'reason' && name !== 'anchored'));
}
