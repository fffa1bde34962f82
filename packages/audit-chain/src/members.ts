import { AuditError } from './error.js';

// Every function here gives the JSON of one value. The types already say all that they check. It is checked again because
// what is written once is evidence for ever: a caller without types, or one that passes a parsed message on, must not put
// a null, a fraction or an object with `toJSON` into the log.

/** Strings that are their own JSON: most are ids, hashes and names, and need no more than this look. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/** JSON leaves these raw; a terminal, a line reader or a JavaScript parser may act on them. */
const UNSAFE = /[\u007f-\u009f\u2028\u2029]/g;

export function text(name: string, value: string | undefined): string {
  if (typeof value !== 'string') throw new AuditError('bad_entry', `\`${name}\` is not a string`);
  return PLAIN.test(value) ? `"${value}"` : JSON.stringify(value).replace(UNSAFE, escapeUnit);
}

/** A count, a size or a duration. */
export function integer(name: string, value: number): string {
  if (!Number.isSafeInteger(value) || value < 0) throw new AuditError('bad_entry', `\`${name}\` is not a whole number`);
  return String(value);
}

/** A score: a number of at most six decimals, in a form that every reader prints alike. */
export function decimal(name: string, value: number): string {
  const printed = String(value);
  if (!/^(?:0|[1-9]\d{0,8})(?:\.\d{1,6})?$/.test(printed)) {
    throw new AuditError('bad_entry', `\`${name}\` is not a number of at most six decimals`);
  }
  return printed;
}

/** One of a closed list, none of which needs an escape. */
export function word<T extends string>(name: string, value: T, words: readonly T[]): string {
  if (!words.includes(value)) throw new AuditError('bad_entry', `\`${name}\` is not a word of its list`);
  return `"${value}"`;
}

/** A member behind another one; nothing where there is no value. */
export function optional<T>(name: string, value: T | undefined, print: (name: string, value: T) => string): string {
  return value === undefined ? '' : `,"${name}":${print(name, value)}`;
}

/** A list behind another member; nothing where it is empty. */
export function optionalList<T>(name: string, values: readonly T[] | undefined, print: (value: T) => string): string {
  return values === undefined || values.length === 0 ? '' : `,"${name}":[${values.map(print).join(',')}]`;
}

/** The value itself, which has to be an object. */
export function object<T extends object>(name: string, value: T): T {
  if (typeof value !== 'object' || value === null) throw new AuditError('bad_entry', `\`${name}\` is not an object`);
  return value;
}

/** The first `longest` code points. */
export function cut(value: string, longest: number): string {
  if (typeof value !== 'string' || value.length <= longest) return value;
  return Array.from(value.slice(0, 2 * longest))
    .slice(0, longest)
    .join('');
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
