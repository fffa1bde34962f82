import { BACKSLASH, hexValue, LOWER_U, ZERO } from './chars.js';

/** What the names of fields are made of: no writer of JSON escapes these. Some escape `<`, `>`, `&`, `'`, `+` and the like for HTML. */
const inNames: Uint8Array = Uint8Array.from({ length: 256 }, (_, code) =>
  /[\w.$-]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/**
 * Whether a key, quotes included, has an escape for a letter, digit, `_`, `-`, `.` or `$`. V8 gives such a key another name once
 * it has parsed a certain other one (Node 24 and 26, nodejs/node#63785), so a server may miss a field that a policy has read.
 * `bytes` were scanned: each `\u` has its four digits.
 */
export function isSpeltOddly(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start + 1; at < end - 1; at += 1) {
    if (bytes[at] !== BACKSLASH) continue;
    at += 1;
    if (bytes[at] !== LOWER_U) continue;
    const isAscii = bytes[at + 1] === ZERO && bytes[at + 2] === ZERO;
    const high = hexValue[bytes[at + 3] as number] as number;
    const low = hexValue[bytes[at + 4] as number] as number;
    if (isAscii && inNames[high * 16 + low] === 1) return true;
    at += 4;
  }
  return false;
}
