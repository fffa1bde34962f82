import type { Truth } from '../truth.js';
import type { Frame } from './frame.js';
import { Duration, Timestamp } from './time.js';
import { type Cel, type CelMap, isList, isMap, isNumeric } from './value.js';

/** Whether two values are equal. Values of two types are neither equal nor different; int and double are one type here. */
export function equal(frame: Frame, a: Cel, b: Cel): Truth {
  if (typeof a === 'string' && typeof b === 'string') {
    return frame.spend(a.length === b.length ? a.length >> 6 : 0) ? a === b : undefined;
  }
  // Between bigint and number only `==` is exact.
  // biome-ignore lint/suspicious/noDoubleEquals: see above
  if (isNumeric(a) && isNumeric(b)) return a == b;
  if (typeof a === 'boolean' && typeof b === 'boolean') return a === b;
  if (a === null && b === null) return true;
  if (isList(a) && isList(b)) return equalLists(frame, a, b);
  if (isMap(a) && isMap(b)) return equalMaps(frame, a, b);
  if (a instanceof Timestamp && b instanceof Timestamp) return a.nanos === b.nanos;
  if (a instanceof Duration && b instanceof Duration) return a.nanos === b.nanos;
  return undefined;
}

/** Kleene's and: one item that differs makes lists differ, whatever the others are. */
function equalLists(frame: Frame, a: readonly Cel[], b: readonly Cel[]): Truth {
  if (a.length !== b.length) return false;
  let truth: Truth = true;
  for (const [index, item] of a.entries()) {
    if (!frame.spend(2)) return undefined;
    const same = equal(frame, item, b[index] as Cel);
    if (same === false) return false;
    if (same === undefined) truth = undefined;
  }
  return truth;
}

function equalMaps(frame: Frame, a: CelMap, b: CelMap): Truth {
  if (a.size !== b.size) return false;
  let truth: Truth = true;
  for (const [key, value] of a) {
    if (!frame.spend(2)) return undefined;
    const other = b.get(key);
    if (other === undefined) return false;
    const same = equal(frame, value, other);
    if (same === false) return false;
    if (same === undefined) truth = undefined;
  }
  return truth;
}

/** Kleene's or: one equal item is enough, and without one an item of another type leaves it open. */
export function among(frame: Frame, value: Cel, list: Iterable<Cel>): Truth {
  let truth: Truth = false;
  for (const item of list) {
    if (!frame.spend(2)) return undefined;
    const same = equal(frame, value, item);
    if (same === true) return true;
    if (same === undefined) truth = undefined;
  }
  return truth;
}

/** Negative, 0 or positive; undefined where there is no order between the two. Text is ordered by code points. */
export function order(frame: Frame, a: Cel, b: Cel): number | undefined {
  if (isNumeric(a) && isNumeric(b)) return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'string' && typeof b === 'string') return orderTexts(frame, a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  const times = (a instanceof Timestamp && b instanceof Timestamp) || (a instanceof Duration && b instanceof Duration);
  if (!times) return undefined;
  return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;
}

function orderTexts(frame: Frame, a: string, b: string): number | undefined {
  const length = Math.min(a.length, b.length);
  if (!frame.spend(length >> 2)) return undefined;
  for (let index = 0; index < length; index++) {
    const [left, right] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (left === right) continue;
    // Surrogates stand for code points above every other unit, and below 0xE000 only as numbers.
    const [high, low] = [left >= 0xd800 && left < 0xe000, right >= 0xd800 && right < 0xe000];
    return high === low ? left - right : high ? 1 : -1;
  }
  return a.length - b.length;
}
