import type { Read } from '../../condition/cel/reads.js';
import type { Rule } from '../match/rule.js';
import type { Policy } from '../policy.js';
import type { Place } from '../problem.js';
import type { Node } from '../source/node.js';
import { fieldsRead } from './bounds.js';

/** Reads the fields of the arguments that an expression looks at. */
export type ReadExpression = (source: string, type: 'boolean' | 'number') => readonly Read[];

/** A field of the arguments that a rule reads, and where it says so. */
export interface RuleRead extends Omit<Read, 'offset'> {
  readonly place: Place;
}

/** What a rule's `when` reads. */
export function readsOfWhen({ written }: Rule, read: ReadExpression): readonly RuleRead[] {
  const value = written.get('when')?.value;
  if (value === undefined) return [];
  if (value.kind === 'scalar') return placed(value, read(value.text, 'boolean'));
  return fieldsRead(value).map(({ node, ...found }) => ({ ...found, place: node.place }));
}

/** What the amount of a rule's budget reads. */
export function readsOfBudget({ written }: Rule, read: ReadExpression): readonly RuleRead[] {
  const budget = written.get('budget')?.value;
  const add = budget?.kind === 'mapping' ? budget.entries.find(({ key }) => key === 'add')?.value : undefined;
  return add?.kind === 'scalar' ? placed(add, read(add.text, 'number')) : [];
}

function placed(node: Node & { readonly kind: 'scalar' }, reads: readonly Read[]): readonly RuleRead[] {
  const { place, isPlainLine } = node;
  // An object has no columns, and text over several lines or with escapes others.
  const hasColumns = isPlainLine && place.column > 0;
  return reads.map(({ offset, ...found }) => ({
    ...found,
    place: hasColumns ? { ...place, column: place.column + offset } : place,
  }));
}

/** The parser of expressions is loaded where a rule needs it. */
export async function loadReader(policies: readonly Policy[]): Promise<ReadExpression> {
  const hasExpressions = policies.some(({ parts }) =>
    parts.rules.some(({ written }) => written.get('when')?.value.kind === 'scalar' || written.has('budget')),
  );
  if (!hasExpressions) return () => [];
  const { readsOf } = await import('../../condition/cel/reads.js');
  return readsOf;
}
