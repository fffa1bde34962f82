import { encodeClockWentBack } from './encode.js';
import { GENESIS, hashText } from './format.js';

/** Where the chain stands: all that the next record needs to know of the ones before it. */
export interface Head {
  /** Of the last record; 0 in an empty log. */
  readonly seq: number;
  readonly hash: string;
  /** Of the last record; empty in an empty log. Times of one form, so text order is time order. */
  readonly ts: string;
  /** The log's id: 128 random bits in hex, or empty in an empty log. */
  readonly log: string;
}

export const EMPTY: Head = Object.freeze({ seq: 0, hash: GENESIS, ts: '', log: '' });

/** Last millisecond whose year has four digits. */
const LAST_TIME = 253_402_300_799_999;

/** `YYYY-MM-DDTHH:MM:SS.mmmZ` of milliseconds since 1970; a clock beyond those years is held at their ends. */
export function formatTime(ms: number): string {
  return new Date(Math.min(Math.max(ms, 0), LAST_TIME)).toISOString();
}

/** Records that are ready to be written, and where the chain stands once they are. */
export interface Group {
  readonly bytes: Buffer;
  readonly head: Head;
  /** The clock shows less than the last record. */
  readonly isBehind: boolean;
}

/**
 * Chains bodies behind `head`, all with one time. When the clock went back the last time is kept, and where that was not
 * said yet (`isBehind` false) a record behind the group says so. Pure: whoever cannot write the group keeps the old head.
 */
export function chain(head: Head, bodies: readonly string[], clock: string, isBehind: boolean): Group {
  const nowBehind = clock < head.ts;
  const ts = nowBehind ? head.ts : clock;
  const all = nowBehind && !isBehind ? [...bodies, encodeClockWentBack(clock)] : bodies;
  let { seq, hash } = head;
  let text = '';
  for (const body of all) {
    seq += 1;
    const record = `{"v":1,"seq":${seq},"ts":"${ts}","prev":"${hash}",${body}`;
    hash = hashText(record);
    text += `${record},"hash":"${hash}"}\n`;
  }
  return { bytes: Buffer.from(text), head: { ...head, seq, hash, ts }, isBehind: nowBehind };
}
