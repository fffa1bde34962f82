import { BACKSLASH, QUOTE } from './chars.js';
import type { Span } from './message.js';

/** `ignoreBOM` keeps a U+FEFF at the start of a text; without it the decoder drops it. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Up to this length building the text byte by byte beats a call into the decoder. */
const SHORT = 32;

/**
 * The decoded text of a JSON string, or undefined where the value is something else. `bytes` were accepted by the reader.
 * Throws a TypeError on bytes that are not UTF-8, which no accepted line holds.
 */
export function readString(bytes: Uint8Array, span: Span): string | undefined {
  if (bytes[span.start] !== QUOTE) return undefined;
  if (span.end - span.start <= SHORT) {
    const text = readPlain(bytes, span.start + 1, span.end - 1);
    if (text !== undefined) return text;
  }
  // One string token that the reader saw is JSON: here JSON.parse can only undo escapes.
  return JSON.parse(decoder.decode(bytes.subarray(span.start, span.end)));
}

/** The same few methods and names come again and again. Each text has one place, and whoever comes later takes it. */
const recent: (string | undefined)[] = new Array(256).fill(undefined);

/** ASCII without escapes, else undefined. */
function readPlain(bytes: Uint8Array, start: number, end: number): string | undefined {
  let sum = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte >= 0x80 || byte === BACKSLASH) return undefined;
    sum = (Math.imul(sum, 31) + byte) | 0;
  }
  const place = sum & 0xff;
  const known = recent[place];
  if (known !== undefined && isSpelt(bytes, start, end, known)) return known;
  let text = '';
  for (let at = start; at < end; at += 1) text += String.fromCharCode(bytes[at] as number);
  recent[place] = text;
  return text;
}

/** Whether these bytes are this ASCII text, letter for letter. */
export function isSpelt(bytes: Uint8Array, start: number, end: number, text: string): boolean {
  if (end - start !== text.length) return false;
  for (let index = 0; index < text.length; index += 1) {
    if (bytes[start + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}
