import type { Report } from '../problem.js';
import type { Entry, Node } from '../source/node.js';
import { didYouMean, quote } from './suggest.js';

/** The keys of one kind of mapping. */
export interface Shape {
  /** How a message calls it: `a rule`. */
  readonly what: string;
  readonly keys: ReadonlySet<string>;
  /** Those that must be there, and what to write where one is missing. */
  readonly required: readonly (readonly [key: string, advice: string])[];
}

export type Fields = ReadonlyMap<string, Entry>;

/** The members of a mapping by key; unknown and missing keys are reported. Undefined where it is no mapping. */
export function readFields(node: Node, { what, keys, required }: Shape, report: Report): Fields | undefined {
  if (node.kind === 'unreadable') return undefined;
  if (node.kind !== 'mapping') {
    report.error(node.place, `${what} must be a mapping of keys to values`);
    return undefined;
  }
  const fields = new Map<string, Entry>();
  for (const entry of node.entries) {
    if (keys.has(entry.key)) fields.set(entry.key, entry);
    else report.error(entry.place, `unknown key ${quote(entry.key)}${didYouMean(entry.key, [...keys])}`);
  }
  for (const [key, advice] of required) {
    if (!fields.has(key)) report.error(node.place, `missing key "${key}": ${advice}`);
  }
  return fields;
}

/** What is read of a member, undefined where it is not there. */
export function read<Value>(fields: Fields, key: string, as: (entry: Entry) => Value): Value | undefined {
  const entry = fields.get(key);
  return entry && as(entry);
}
