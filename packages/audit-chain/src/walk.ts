import { EMPTY, type Head } from './chain.js';
import { type Checked, check, type Flaw, resembles } from './check.js';
import { LONGEST_LINE } from './format.js';
import { type Read, readLines } from './lines.js';

/** What a log turned out to be. `head` and `size` speak of its whole records. */
export type Walked =
  | { readonly end: 'whole'; readonly head: Head; readonly size: number; readonly lastOffset: number }
  | { readonly end: 'torn'; readonly head: Head; readonly size: number; readonly tornBytes: number }
  | { readonly end: 'broken'; readonly seq: number; readonly offset: number; readonly flaw: Flaw }
  | { readonly end: 'foreign'; readonly reason: string };

/** A place between two records: what the record before it left, and its byte. */
export interface Place {
  readonly head: Head;
  readonly offset: number;
}

export const BEGINNING: Place = Object.freeze({ head: EMPTY, offset: 0 });

/**
 * Reads a log from a place to the first thing that is wrong with it, in the memory of one line. `read` begins at that
 * place, and `visit` says whether to go on. Verifying and starting a new run both stand on it, so that what one accepts
 * the other accepts.
 */
export async function walk(read: Read, visit: (record: Checked) => boolean, from: Place = BEGINNING): Promise<Walked> {
  let { head } = from;
  let size = from.offset;
  let lastOffset = size;
  for await (const lines of readLines(read, size)) {
    for (const { bytes, offset, isWhole } of lines) {
      const isTooLong = bytes.length > LONGEST_LINE;
      if (head.seq === 0) {
        if (isTooLong) return { end: 'foreign', reason: 'its first line is longer than 64 MiB' };
        if (!resembles(bytes, isWhole)) return { end: 'foreign', reason: 'its first line is not a record' };
      }
      const seq = head.seq + 1;
      if (isTooLong) return { end: 'broken', seq, offset, flaw: 'line longer than 64 MiB' };
      if (!isWhole) return { end: 'torn', head, size, tornBytes: bytes.length };
      const record = check(bytes, head);
      if (typeof record === 'string') return { end: 'broken', seq, offset, flaw: record };
      head = record.head;
      lastOffset = offset;
      size = offset + bytes.length + 1;
      if (!visit(record)) return { end: 'whole', head, size, lastOffset };
    }
  }
  return { end: 'whole', head, size, lastOffset };
}
