import { DEEPEST_VALUE, MOST_VALUES, type Value } from './value.js';

/** Nothing that JSON could hold. Thrown and caught in this file alone. */
class NotJson {}

/**
 * A value made of plain JSON data: null, booleans, finite numbers, strings, arrays without holes, and objects without a class. Undefined
 * for everything else, for more than 128 levels (so for cycles) and for over a million values. No getter runs, and nothing inherited is seen.
 */
export function toValue(json: unknown): Value | undefined {
  let left = MOST_VALUES;

  const read = (current: unknown, depth: number): Value => {
    left -= 1;
    if (left < 0) throw new NotJson();
    if (current === null || typeof current === 'boolean' || typeof current === 'string') return current;
    if (typeof current === 'number' && Number.isFinite(current)) return current + 0;
    if (typeof current !== 'object' || depth > DEEPEST_VALUE) throw new NotJson();
    if (Array.isArray(current)) {
      if (current.length > left) throw new NotJson();
      return Array.from({ length: current.length }, (_, index) => read(member(current, String(index)), depth + 1));
    }
    const prototype: unknown = Object.getPrototypeOf(current);
    // Object.prototype of any realm: a prototype that has none itself.
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) throw new NotJson();
    const map = new Map<string, Value>();
    for (const key of Reflect.ownKeys(current)) {
      if (Object.getOwnPropertyDescriptor(current, key)?.enumerable !== true) continue;
      if (typeof key === 'symbol') throw new NotJson();
      map.set(key, read(member(current, key), depth + 1));
    }
    return map;
  };

  try {
    return read(json, 1);
  } catch {
    // Besides ours only a proxy's own error comes here: it is no data either.
    return undefined;
  }
}

function member(owner: object, key: string): unknown {
  const property = Object.getOwnPropertyDescriptor(owner, key);
  if (property === undefined || !('value' in property)) throw new NotJson();
  return property.value;
}
