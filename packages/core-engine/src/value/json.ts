import type { Limits } from '../limits.js';
import { BACKSLASH, CARRIAGE_RETURN, QUOTE, SPACE, TAB } from '../wire/chars.js';
import type { Reason, Span } from '../wire/message.js';
import { Scan } from '../wire/scan.js';

/** A JSON text that was accepted. `readValue`, `fields` and `items` read spans of `bytes`. */
export interface Json {
  /** The text with white space in place of its line ends, so that offsets are those of the text. */
  readonly bytes: Uint8Array;
  /** The whole value, without white space around it. */
  readonly span: Span;
}

export interface JsonMistake {
  readonly mistake: Reason;
}

const LINE_FEED = 0x0a;
const everywhere = Number.POSITIVE_INFINITY;

/**
 * Reads JSON that a person or program wrote to a file as strictly as a line of the agent: no key twice, no half of a surrogate pair, no
 * byte order mark, nothing over a limit. Only line ends are taken for white space. Never throws.
 */
export function readJson(text: Uint8Array, limits: Limits): Json | JsonMistake {
  if (text.length > limits.line) return { mistake: 'line_too_long' };
  if (text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf) return { mistake: 'byte_order_mark' };
  const bytes = joinLines(text);
  const { depth, keys, string } = limits;
  const rules = { depth, keys, string, keysTo: everywhere, textTo: everywhere, keep: [] };
  const span = trim(bytes);
  const { broken, refused } = new Scan(bytes, span, rules).run();
  const mistake = broken ?? refused;
  return mistake === undefined ? { bytes, span } : { mistake };
}

/** Line ends inside of a string stay, and are a mistake there. */
function joinLines(text: Uint8Array): Uint8Array {
  // Not `slice`: a Buffer's would be a view, and the caller's bytes stay as they are.
  const bytes = new Uint8Array(text);
  let isInside = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) isInside = !isInside;
    else if (byte === BACKSLASH && isInside) at += 1;
    else if (!isInside && (byte === LINE_FEED || byte === CARRIAGE_RETURN)) bytes[at] = SPACE;
  }
  return bytes;
}

function trim(bytes: Uint8Array): Span {
  let start = 0;
  let end = bytes.length;
  while (start < end && isBlank(bytes[start])) start += 1;
  while (end > start && isBlank(bytes[end - 1])) end -= 1;
  return { start, end };
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}
