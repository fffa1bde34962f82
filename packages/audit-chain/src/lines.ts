import { LONGEST_LINE } from './format.js';

/** Fills the buffer from where the last read stopped and says how many bytes came; 0 at the end. */
export type Read = (into: Buffer) => Promise<number>;

export interface Line {
  /** Without the LF. Valid until the next batch is asked for. */
  readonly bytes: Buffer;
  /** Of its first byte. */
  readonly offset: number;
  /** False for a last line without LF, and for one that is too long to be read whole. */
  readonly isWhole: boolean;
}

const LF = 10;

/** Most reads fit here; it grows for one long line, to the longest that a log can hold. */
const FIRST_CAPACITY = 64 * 1024;

/** All lines, a batch per read, the first byte being that at `from`. Stops behind a line that is longer than `LONGEST_LINE`, of which it hands out the beginning. */
export async function* readLines(read: Read, from = 0): AsyncGenerator<readonly Line[]> {
  let buffer: Buffer = Buffer.allocUnsafe(FIRST_CAPACITY);
  let filled = 0;
  let offset = from;
  for (;;) {
    const count = await read(buffer.subarray(filled));
    if (count === 0) {
      if (filled > 0) yield [{ bytes: buffer.subarray(0, filled), offset, isWhole: false }];
      return;
    }
    const searchFrom = filled;
    filled += count;
    const lines: Line[] = [];
    let start = 0;
    const held = buffer.subarray(0, filled);
    for (let end = held.indexOf(LF, searchFrom); end !== -1; end = held.indexOf(LF, start)) {
      lines.push({ bytes: held.subarray(start, end), offset: offset + start, isWhole: true });
      start = end + 1;
    }
    const isTooLong = filled - start > LONGEST_LINE;
    if (isTooLong) lines.push({ bytes: held.subarray(start), offset: offset + start, isWhole: false });
    if (lines.length > 0) yield lines;
    if (isTooLong) return;
    buffer.copyWithin(0, start, filled);
    filled -= start;
    offset += start;
    if (filled === buffer.length) buffer = grow(buffer);
  }
}

/** One byte beyond the longest line tells that a line is too long. */
function grow(buffer: Buffer): Buffer {
  const larger = Buffer.allocUnsafe(Math.min(2 * buffer.length, LONGEST_LINE + 1));
  buffer.copy(larger);
  return larger;
}
