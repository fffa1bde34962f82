import type { Report } from '../problem.js';
import type { Entry, Node } from '../source/node.js';
import { didYouMean, quote } from './suggest.js';

/** The keys of one kind of mapping. */
export interface Shape {
  /** How a message calls it: `a rule`. */
  readonly what: string;
  /** Keys that are built. */
  readonly keys: ReadonlySet<string>;
  /** Those that must be there, and what to write where one is missing. */
  readonly required: readonly (readonly [key: string, advice: string])[];
  /** Keys of the language that are not built yet. */
  readonly later: readonly string[];
}

export type Fields = ReadonlyMap<string, Entry>;

/** The members of a mapping by key; unknown, unbuilt and missing keys are reported. Undefined where it is no mapping. */
export function readFields(node: Node, { what, keys, required, later }: Shape, report: Report): Fields | undefined {
  if (node.kind === 'unreadable') return undefined;
  if (node.kind !== 'mapping') {
    report.error(node.place, `${what} must be a mapping of keys to values`);
    return undefined;
  }
  const fields = new Map<string, Entry>();
  for (const entry of node.entries) {
    if (keys.has(entry.key)) fields.set(entry.key, entry);
    else if (later.includes(entry.key)) report.error(entry.place, notBuilt(`key ${quote(entry.key)}`));
    else report.error(entry.place, `unknown key ${quote(entry.key)}${didYouMean(entry.key, [...keys, ...later])}`);
  }
  for (const [key, advice] of required) {
    if (!fields.has(key)) report.error(node.place, `missing key "${key}": ${advice}`);
  }
  return fields;
}

export function notBuilt(what: string): string {
  return `${what} is part of the policy language but not built yet`;
}
