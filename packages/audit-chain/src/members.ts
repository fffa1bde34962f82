import { AuditError } from './error.js';

// The types already say all this. It is checked again because what is written once is evidence for ever: a caller without
// types, or one that passes a parsed message on, must not put a null, a fraction or an object with `toJSON` into the log.

export function text(name: string, value: string | undefined): string {
  if (typeof value !== 'string') throw new AuditError('bad_entry', `\`${name}\` is not a string`);
  return value;
}

/** A count, a size or a duration. */
export function integer(name: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new AuditError('bad_entry', `\`${name}\` is not a whole number`);
  return value === 0 ? 0 : value;
}

export function object<T extends object>(name: string, value: T): T {
  if (typeof value !== 'object' || value === null) throw new AuditError('bad_entry', `\`${name}\` is not an object`);
  return value;
}

/** One of a closed list. */
export function word<T extends string>(name: string, value: T, words: readonly T[]): T {
  if (!words.includes(value)) throw new AuditError('bad_entry', `\`${name}\` is not a word of its list`);
  return value;
}

export function maybe<T>(check: (name: string, value: T) => T, name: string, value: T | undefined): T | undefined {
  return value === undefined ? undefined : check(name, value);
}

export function omitEmpty<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}

/** The first `longest` code points. */
export function cut(value: string, longest: number): string {
  if (value.length <= longest) return value;
  return Array.from(value.slice(0, 2 * longest))
    .slice(0, longest)
    .join('');
}
