import { plain } from './chars.js';

/** A view costs about as much as 150 bytes looked at one by one, so shorter runs never get one. */
const NEAR = 256;
/** Bytes looked at together. */
const STEP = 8;

// One byte in each of the four places of a word.
const ONES = 0x01010101;
const SPACES = 0x20202020;
const QUOTES = 0x22222222;
const BACKSLASHES = 0x5c5c5c5c;
const TOPS = 0x80808080;

/**
 * The first place from `from` on, or `end`, whose byte a string cannot hold as it is or is not ASCII: a quote, a backslash, below
 * 0x20, from 0x80 on. Large arguments are mostly such runs, and this is what reading them costs.
 */
export function skipPlain(bytes: Uint8Array, from: number, end: number): number {
  const near = end - from > NEAR ? from + NEAR : end;
  let at = from;
  while (at < near && plain[bytes[at] as number] === 1) at += 1;
  if (at < near || near === end) return at;
  at = skipWords(bytes, at, end);
  while (at < end && plain[bytes[at] as number] === 1) at += 1;
  return at;
}

/** Steps over eight bytes at a time as long as all of them are plain. */
function skipWords(bytes: Uint8Array, from: number, end: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset + from, end - from);
  const last = end - from - STEP;
  let at = 0;
  while (at <= last && ((stops(view.getInt32(at)) | stops(view.getInt32(at + 4))) & TOPS) === 0) at += STEP;
  return from + at;
}

/**
 * Has a top bit set where one of the four bytes is not plain, and none where all are. A subtraction sets a byte's top bit where
 * the byte is smaller than what is taken away, and only then borrows from the byte above: the lowest byte that is not plain is
 * always seen, and borrows only mark bytes above it. From 0x80 on a byte keeps its top bit in at least one of the three.
 */
function stops(word: number): number {
  return (word - SPACES) | ((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES);
}
