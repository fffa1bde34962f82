import type { Scalar } from '../node.js';
import type { Cursor } from './cursor.js';

/** Of one line and without escapes: whatever else quotes may hold is left to the library. */
const QUOTED = /"[^"\\\n]*"|'[^'\n]*'/y;

export const isQuote = (char: string): boolean => char === '"' || char === "'";

export function readQuoted(cursor: Cursor): Scalar {
  const place = cursor.place();
  const quoted = cursor.must(QUOTED);
  return { kind: 'scalar', place, text: quoted.slice(1, -1), plain: false, isPlainLine: false };
}
