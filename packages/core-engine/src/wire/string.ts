import { BACKSLASH, hexValue, LOWER_U, plain, QUOTE, shortEscape } from './chars.js';
import { skipPlain } from './plain.js';

/** The string holds an escape. */
export const ESCAPED = 1;
/** It holds half of a surrogate pair, escaped: no text that every parser reads alike. */
export const LONE = 2;
/** It holds bytes that are not UTF-8. */
export const DAMAGED = 4;

/** It holds bytes beyond ASCII. */
export const BEYOND = 8;

/** Most strings are shorter; up to here the bytes are looked at without a call. */
const SHORT = 64;

/** Where `scanString` leaves what it saw: `ESCAPED`, `LONE`, `DAMAGED`, `BEYOND` or-ed. */
export interface Seen {
  marks: number;
}

/**
 * Reads a JSON string whose opening quote is the byte before `from`. Returns the place of its closing quote, or -1 where this
 * is not a JSON string. Bytes that are not UTF-8 are marked and stepped over, so that the rest of the line is still seen.
 */
export function scanString(bytes: Uint8Array, from: number, end: number, seen: Seen): number {
  let marks = 0;
  const near = end - from > SHORT ? from + SHORT : end;
  let at = from;
  while (at < end) {
    while (at < near && plain[bytes[at] as number] === 1) at += 1;
    if (at >= near) at = skipPlain(bytes, at, end);
    if (at >= end) return -1;
    const byte = bytes[at] as number;
    if (byte === QUOTE) {
      seen.marks = marks;
      return at;
    } else if (byte >= 0x80) {
      const width = widthOf(bytes, at, end);
      marks |= width === 0 ? BEYOND | DAMAGED : BEYOND;
      at += width === 0 ? 1 : width;
    } else if (byte !== BACKSLASH || at + 1 >= end) {
      return -1;
    } else if (bytes[at + 1] !== LOWER_U) {
      if (shortEscape[bytes[at + 1] as number] !== 1) return -1;
      marks |= ESCAPED;
      at += 2;
    } else {
      const unit = codeUnit(bytes, at + 2, end);
      if (unit < 0) return -1;
      marks |= ESCAPED;
      at += 6;
      if (unit >= 0xd800 && unit <= 0xdfff) {
        if (unit <= 0xdbff && isLowSurrogate(bytes, at, end)) at += 6;
        else marks |= LONE;
      }
    }
  }
  return -1;
}

/** Length of the UTF-8 sequence that starts at `at`, 0 where none does. Table 3-7 of the Unicode Standard, RFC 3629. */
function widthOf(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at] as number;
  const left = end - at;
  const second = left > 1 ? (bytes[at + 1] as number) : 0;
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return isContinuation(second) ? 2 : 0;
  const third = left > 2 ? (bytes[at + 2] as number) : 0;
  if (!isContinuation(third)) return 0;
  if (lead < 0xf0) {
    if (lead === 0xe0 && second < 0xa0) return 0; // overlong
    if (lead === 0xed && second > 0x9f) return 0; // a surrogate
    return isContinuation(second) ? 3 : 0;
  }
  const fourth = left > 3 ? (bytes[at + 3] as number) : 0;
  if (!isContinuation(fourth) || lead > 0xf4) return 0;
  if (lead === 0xf0 && second < 0x90) return 0; // overlong
  if (lead === 0xf4 && second > 0x8f) return 0; // above U+10FFFF
  return isContinuation(second) ? 4 : 0;
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

/** The four hexadecimal digits at `at`, or -1. */
function codeUnit(bytes: Uint8Array, at: number, end: number): number {
  if (at + 4 > end) return -1;
  let unit = 0;
  for (let digit = at; digit < at + 4; digit += 1) {
    const value = hexValue[bytes[digit] as number] as number;
    if (value < 0) return -1;
    unit = unit * 16 + value;
  }
  return unit;
}

function isLowSurrogate(bytes: Uint8Array, at: number, end: number): boolean {
  if (at + 6 > end || bytes[at] !== BACKSLASH || bytes[at + 1] !== LOWER_U) return false;
  const unit = codeUnit(bytes, at + 2, end);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
