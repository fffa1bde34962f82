import { DOT, LOWER_E, MINUS, NINE, PLUS, ZERO } from './chars.js';

/** Reads a number, `true`, `false` or `null` at `from`. Returns its end, or -1 where there is none of them. */
export function scanScalar(bytes: Uint8Array, from: number, end: number): number {
  switch (bytes[from]) {
    case 0x74:
      return scanWord(bytes, from, end, 'true');
    case 0x66:
      return scanWord(bytes, from, end, 'false');
    case 0x6e:
      return scanWord(bytes, from, end, 'null');
    default:
      return scanNumber(bytes, from, end);
  }
}

function scanWord(bytes: Uint8Array, from: number, end: number, word: string): number {
  if (from + word.length > end) return -1;
  for (let index = 0; index < word.length; index += 1) {
    if (bytes[from + index] !== word.charCodeAt(index)) return -1;
  }
  return from + word.length;
}

/** RFC 8259, section 6: no plus sign, no leading zeros, digits on both sides of the point. Of any length; never turned into a number. */
function scanNumber(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  if (bytes[at] === MINUS) at += 1;
  const whole = skipDigits(bytes, at, end);
  if (whole === at || (bytes[at] === ZERO && whole > at + 1)) return -1;
  at = whole;
  if (at < end && bytes[at] === DOT) {
    const fraction = skipDigits(bytes, at + 1, end);
    if (fraction === at + 1) return -1;
    at = fraction;
  }
  if (at < end && ((bytes[at] as number) | 0x20) === LOWER_E) {
    at += 1;
    if (at < end && (bytes[at] === PLUS || bytes[at] === MINUS)) at += 1;
    const exponent = skipDigits(bytes, at, end);
    if (exponent === at) return -1;
    at = exponent;
  }
  return at;
}

function skipDigits(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && (bytes[at] as number) >= ZERO && (bytes[at] as number) <= NINE) at += 1;
  return at;
}
