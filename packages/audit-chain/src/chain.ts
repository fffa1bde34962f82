import { encodeClockWentBack, encodeOpen } from './encode-own.js';
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

/** One record before it is chained. */
export interface Draft {
  /** From `kind` on, as encode.ts makes it. */
  readonly body: string;
  /** Of an intent and an outcome the id of its call; else empty. */
  readonly call: string;
  /** What it does to the call. */
  readonly effect: 'opens' | 'closes' | 'none';
}

/** A draft that no call hangs on. */
export function draft(body: string): Draft {
  return { body, call: '', effect: 'none' };
}

/** Every record with a number that this divides lists the open calls: a start after a crash then reads a few MB at most. */
const OPEN_EVERY = 10_000;

/** Last millisecond whose year has four digits. */
const LAST_TIME = 253_402_300_799_999;

let lastMs = Number.NaN;
let lastTime = '';

/** `YYYY-MM-DDTHH:MM:SS.mmmZ` of milliseconds since 1970; a clock beyond those years is held at their ends. */
export function formatTime(ms: number): string {
  if (ms !== lastMs) {
    lastTime = new Date(Math.min(Math.max(ms, 0), LAST_TIME)).toISOString();
    lastMs = ms;
  }
  return lastTime;
}

/** Records that are ready to be written, and where the chain stands once they are. */
export interface Group {
  readonly bytes: Buffer;
  readonly head: Head;
  /** The clock shows less than the last record. */
  readonly isBehind: boolean;
}

/**
 * Chains drafts behind `head`, all with one time. When the clock went back the last time is kept, and where that was not
 * said yet (`isBehind` false) a record behind the group says so. `open` are the calls that are open before the group.
 * Pure: whoever cannot write the group keeps the old head.
 */
export function chain(
  head: Head,
  drafts: readonly Draft[],
  clock: string,
  isBehind: boolean,
  open: ReadonlySet<string>,
): Group {
  const nowBehind = clock < head.ts;
  const ts = nowBehind ? head.ts : clock;
  const said = nowBehind && !isBehind ? [...drafts, draft(encodeClockWentBack(clock))] : drafts;
  const isCrossing = (head.seq % OPEN_EVERY) + said.length >= OPEN_EVERY - 1;
  const all = isCrossing ? insertOpen(head.seq, said, open) : said;
  let { seq, hash } = head;
  let text = '';
  for (const { body } of all) {
    seq += 1;
    const record = `{"v":1,"seq":${seq},"ts":"${ts}","prev":"${hash}",${body}`;
    hash = hashText(record);
    text += `${record},"hash":"${hash}"}\n`;
  }
  return { bytes: Buffer.from(text), head: { seq, hash, ts, log: head.log }, isBehind: nowBehind };
}

/** What the drafts do to the calls that are open. */
export function follow(drafts: readonly Draft[], open: Set<string>): void {
  for (const { effect, call } of drafts) {
    if (effect === 'opens') open.add(call);
    else if (effect === 'closes') open.delete(call);
  }
}

/** The drafts, with lists of the open calls at their places. */
function insertOpen(seq: number, drafts: readonly Draft[], open: ReadonlySet<string>): readonly Draft[] {
  const all: Draft[] = [];
  const current = new Set(open);
  for (const next of drafts) {
    const list = (seq + all.length + 1) % OPEN_EVERY === 0 ? encodeOpen(current) : undefined;
    if (list !== undefined) all.push(draft(list));
    all.push(next);
    follow([next], current);
  }
  return all;
}
