import { LONGEST_HEAD, readHead } from './check.js';
import type { Files } from './files.js';

/** Bytes that are looked at in one go, from the end of the log towards its beginning. */
const CHUNK = 256 * 1024;

/** Chunks overlap by this, so that the head of every record stands whole in one of them. */
const OVERLAP = 256;

const LF = 10;
const MARK: Buffer = Buffer.from('"kind":"open"');

/** A whole line that begins like a record which lists the open calls. Nothing of it is verified yet. */
export interface Listing {
  readonly offset: number;
  readonly seq: number;
  readonly prev: string;
}

/** The last one in a file of `size` bytes. Reads backwards and no further than to it. */
export async function findOpen(fd: number, size: number, files: Files): Promise<Listing | undefined> {
  const buffer = Buffer.allocUnsafe(CHUNK + OVERLAP);
  /** Offset of the last LF: a line that begins behind it is torn. */
  let lastLf = -1;
  for (let begin = size; begin > 0; ) {
    const end = Math.min(size, begin + OVERLAP);
    begin = Math.max(0, begin - CHUNK);
    const chunk = await readAll(fd, buffer.subarray(0, end - begin), begin, files);
    if (lastLf === -1 && chunk.includes(LF)) lastLf = begin + chunk.lastIndexOf(LF);
    const found = findIn(chunk, begin, lastLf);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findIn(chunk: Buffer, begin: number, lastLf: number): Listing | undefined {
  for (let at = chunk.lastIndexOf(MARK); at > 0; at = chunk.lastIndexOf(MARK, at - 1)) {
    const line = chunk.lastIndexOf(LF, at) + 1;
    // Without an LF before it the line begins in front of the chunk, and stands whole in the next one if it is a head at all.
    if (line === 0 && begin > 0) continue;
    if (begin + line > lastLf || at - line > LONGEST_HEAD) continue;
    const head = readHead(chunk.subarray(line));
    if (head?.kind === 'open') return { offset: begin + line, seq: head.seq, prev: head.prev };
  }
  return undefined;
}

/** A file that is shorter than it was a moment ago gives fewer bytes. */
async function readAll(fd: number, into: Buffer, position: number, files: Files): Promise<Buffer> {
  let filled = 0;
  while (filled < into.length) {
    const count = await files.read(fd, into.subarray(filled), position + filled);
    if (count === 0) break;
    filled += count;
  }
  return into.subarray(0, filled);
}
