import type { Node } from '../source/node.js';
import type { Fields } from './fields.js';
import { SELECTORS } from './selectors.js';

/** What a rule asks for, in the order of the table of the language. */
const KEYS = [...SELECTORS, 'labels', 'destinations', 'findings', 'min_score', 'when', 'budget', 'rate'];

/** What decides whether a rule matches, as its author wrote it, for lists of rules. */
export function readWritten(fields: Fields): ReadonlyMap<string, readonly string[]> {
  return new Map(KEYS.flatMap((key) => fields.get(key) ?? []).map(({ key, value }) => [key, textsOf(value)]));
}

function textsOf(node: Node): readonly string[] {
  if (node.kind === 'list') return node.items.map(textOf);
  if (node.kind === 'mapping') return node.entries.map(({ key, value }) => `${key}: ${textOf(value)}`);
  return [textOf(node)];
}

/** A policy has at most `DEEPEST` levels. */
function textOf(node: Node): string {
  if (node.kind === 'scalar') return node.text;
  if (node.kind === 'list') return `[${textsOf(node).join(', ')}]`;
  return node.kind === 'mapping' ? `{${textsOf(node).join(', ')}}` : '';
}
