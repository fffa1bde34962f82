import { Inexact, isList, isMap, type Value } from '../value/value.js';
import { CLOSE_ARRAY, CLOSE_OBJECT, OPEN_ARRAY, OPEN_OBJECT } from '../wire/chars.js';
import { skipSpace } from './source.js';

const TRUE = 0x74;
const FALSE = 0x66;
const NULL = 0x6e;
/** The text of any number that is 0, such as `-0.0e5`. */
const NOUGHT = /^-?[0.]+(?:[eE]|$)/;

/** The value of the same type that says nothing, as JSON; undefined where the value is it already. Of anything but a string. */
export function keptIn(bytes: Uint8Array, start: number, end: number): string | undefined {
  switch (bytes[start]) {
    case OPEN_OBJECT:
      return bytes[skipSpace(bytes, start + 1)] === CLOSE_OBJECT ? undefined : '{}';
    case OPEN_ARRAY:
      return bytes[skipSpace(bytes, start + 1)] === CLOSE_ARRAY ? undefined : '[]';
    case TRUE:
      return 'false';
    case FALSE:
    case NULL:
      return undefined;
    default:
      return isNought(bytes, start, end) ? undefined : '0';
  }
}

/** As `keptIn`. */
export function keptOf(value: Exclude<Value, string>): string | undefined {
  if (isMap(value)) return value.size === 0 ? undefined : '{}';
  if (isList(value)) return value.length === 0 ? undefined : '[]';
  if (typeof value === 'boolean') return value ? 'false' : undefined;
  if (value === null || value === 0) return undefined;
  return value instanceof Inexact && NOUGHT.test(value.text) ? undefined : '0';
}

function isNought(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if ((byte | 0x20) === 0x65) return true;
    if (byte > 0x30 && byte <= 0x39) return false;
  }
  return true;
}
