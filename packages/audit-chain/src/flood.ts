import { type Count, encodeCounts } from './encode-own.js';
import type { RefusedEntry } from './entries.js';

/** Most refused messages a second of which each has a record. */
const MOST = 100;

const SECOND = 1000;

/**
 * Counts refused messages when there are too many to record each: whoever may send garbage could fill the disk with it.
 * The second in which there are more than `MOST` records those and counts the rest; the seconds behind it count all, up
 * to the end of one that had no more. What is counted in a second becomes one record at its end.
 */
export interface Flood {
  /** True where the message was counted, and needs no record of its own. */
  readonly absorb: (entry: RefusedEntry) => boolean;
  /** Writes what is counted. */
  readonly end: () => Promise<void>;
}

/** `write` puts one record, from `kind` on, into the log. While it fails the counts grow on: memory is that of the kinds. */
export function createFlood(write: (body: string) => Promise<void>): Flood {
  let seen = 0;
  let isFlood = false;
  let isTiming = false;
  const counts = new Map<string, Count>();

  function absorb(entry: RefusedEntry): boolean {
    beginSecond();
    seen += 1;
    if (!isFlood && seen <= MOST) return false;
    add({ from: entry.from, code: entry.code, reason: entry.reason, count: 1 });
    return true;
  }

  /** From, code and reason are words of closed lists, so there are few kinds. */
  function add({ from, code, reason, count }: Count): void {
    const kind = JSON.stringify([from, code, reason]);
    counts.set(kind, { from, code, reason, count: (counts.get(kind)?.count ?? 0) + count });
  }

  function beginSecond(): void {
    if (isTiming) return;
    isTiming = true;
    setTimeout(endSecond, SECOND).unref();
  }

  function endSecond(): void {
    isTiming = false;
    isFlood = seen > MOST;
    seen = 0;
    if (isFlood) beginSecond();
    // What cannot be written is still counted. The operator hears of it from the calls that are refused meanwhile.
    end().catch(beginSecond);
  }

  async function end(): Promise<void> {
    const taken = [...counts.values()];
    if (taken.length === 0) return;
    counts.clear();
    try {
      await write(encodeCounts(taken));
    } catch (error) {
      for (const count of taken) add(count);
      throw error;
    }
  }

  return { absorb, end };
}
