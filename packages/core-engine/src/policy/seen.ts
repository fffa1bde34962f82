import { Inexact, Unreadable } from '../value/value.js';

/** A value for people, as JSON can hold it: cut where it is long, so that it has some thousand characters at most. */
export type Seen = null | boolean | number | string | readonly Seen[] | { readonly [key: string]: Seen };

const LONGEST_TEXT = 120;
const MOST_ITEMS = 12;
const DEEPEST = 3;

/** What a condition looked at; undefined where nothing was there. */
export function toSeen(value: unknown): Seen | undefined {
  return value === undefined ? undefined : show(value, 0);
}

function show(value: unknown, depth: number): Seen {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string') return cut(value);
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Inexact) return `${cut(value.text)} (not exactly a double)`;
  if (value instanceof Unreadable) return value.reason === 'too_deep' ? '(too deep to read)' : '(too many values)';
  if (value instanceof Map) return showMembers([...value], depth);
  if (Array.isArray(value) || value instanceof Set) return showItems([...value], depth);
  return typeof value === 'object' ? showMembers(present(value), depth) : typeof value;
}

function showItems(items: readonly unknown[], depth: number): Seen {
  if (depth === DEEPEST && items.length > 0) return `(a list of ${items.length})`;
  const shown = items.slice(0, MOST_ITEMS).map((item) => show(item, depth + 1));
  return items.length > MOST_ITEMS ? [...shown, `… ${items.length - MOST_ITEMS} more`] : shown;
}

/** `fromEntries` defines members and sets none, so `__proto__` is one like the others. */
function showMembers(members: readonly (readonly [unknown, unknown])[], depth: number): Seen {
  if (depth === DEEPEST && members.length > 0) return `(an object of ${members.length})`;
  const shown = members.slice(0, MOST_ITEMS).map(([key, value]) => [cut(String(key)), show(value, depth + 1)]);
  const more = members.length - MOST_ITEMS;
  return Object.fromEntries(more > 0 ? [...shown, ['…', `${more} more`]] : shown) as { [key: string]: Seen };
}

function cut(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}… (${text.length} characters)` : text;
}

function present(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}
