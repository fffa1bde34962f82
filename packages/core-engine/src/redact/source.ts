import { BACKSLASH, CLOSE_ARRAY, CLOSE_OBJECT, COMMA, LOWER_U, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from '../wire/chars.js';
import type { Span } from '../wire/message.js';
import { type Seen, scanString } from '../wire/string.js';
import { readString } from '../wire/text.js';
import { quote } from '../wire/write.js';
import type { Change } from './change.js';
import { isSpace } from './nested.js';

/** What is inside of strings and beyond ASCII, where only its places matter. */
const OTHER = 0x7f;

/** JSON that somebody has seen to be JSON: the bytes of a line, or a text inside of one. */
export interface Source {
  /** Of a text: one byte for each UTF-16 unit. */
  readonly bytes: Uint8Array;
  /** The decoded text of a string. */
  read(string: Span): string;
}

export function lineSource(bytes: Uint8Array): Source {
  return { bytes, read: (string) => readString(bytes, string) as string };
}

export function textSource(text: string): Source {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = Math.min(text.charCodeAt(at), OTHER);
  return { bytes, read: ({ start, end }) => JSON.parse(text.slice(start, end)) };
}

/** Changes in the decoded text of a string as changes of its source: what stays keeps the way in which it is written. */
export function project({ bytes }: Source, string: Span, changes: readonly Change[]): readonly Change[] {
  let unit = 0;
  let at = string.start + 1;
  const seek = (to: number): number => {
    while (unit < to) {
      const byte = bytes[at] as number;
      // Nothing changes half of a character, so the two units of four bytes are never apart.
      unit += byte >= 0xf0 ? 2 : 1;
      if (byte === BACKSLASH) at += bytes[at + 1] === LOWER_U ? 6 : 2;
      else at += byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    }
    return at;
  };
  return changes.map(({ start, end, text }) => {
    return { start: seek(start), end: seek(end), text: quote(text).slice(1, -1) };
  });
}

export function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isSpace(bytes[at])) at += 1;
  return at;
}

const seen: Seen = { marks: 0 };

/** The end of the value that begins at `from`. Without recursion. */
export function endOf(bytes: Uint8Array, from: number): number {
  let depth = 0;
  let at = from;
  for (;;) {
    const byte = bytes[at];
    if (byte === QUOTE) at = scanString(bytes, at + 1, bytes.length, seen) + 1;
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      depth += 1;
      at += 1;
      continue;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      depth -= 1;
      at += 1;
    } else if (depth > 0) {
      at += 1;
      continue;
    } else at = endOfScalar(bytes, at);
    if (depth === 0) return at;
  }
}

function endOfScalar(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && !isSpace(bytes[at]) && !DELIMITERS.has(bytes[at] as number)) at += 1;
  return at;
}

const DELIMITERS: ReadonlySet<number> = new Set([COMMA, CLOSE_ARRAY, CLOSE_OBJECT]);
