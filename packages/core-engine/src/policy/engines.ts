import type { Condition, NumberOf } from '../condition/condition.js';
import { inside } from '../destination/inside.js';
import type { CompilePattern } from '../pattern/pattern.js';
import type { Report } from './problem.js';
import type { Node, Scalar } from './source/node.js';

/** Reads an expression of a policy; mistakes are reported, with `lists` for the names of its lists. */
type Compile<Compiled> = (source: Scalar, lists: readonly string[], report: Report) => Compiled | undefined;

/** What only some policies need, and what costs to load. */
export interface Engines {
  readonly compileCondition: Compile<Condition>;
  readonly compileAmount: Compile<NumberOf>;
  readonly compilePattern: CompilePattern;
}

/** Loads what this policy asks for and nothing else: a policy of names alone pays for no expression language. */
export async function loadEngines(policy: Node): Promise<Engines> {
  const needs = needsOf(policy);
  const [compilePattern, cel] = await Promise.all([
    needs.patterns ? import('../pattern/load.js').then(({ loadPatterns }) => loadPatterns()) : missing,
    needs.cel ? import('../condition/cel/compile.js') : undefined,
  ]);
  const options = ({ place, isPlainLine }: Scalar, lists: readonly string[], report: Report) => ({
    place,
    columns: isPlainLine,
    report,
    patterns: compilePattern,
    inside,
    lists,
  });
  return {
    compilePattern,
    compileCondition: (source, lists, report) =>
      (cel ?? missing()).compileCel(source.text, options(source, lists, report)),
    compileAmount: (source, lists, report) =>
      (cel ?? missing()).compileAmount(source.text, options(source, lists, report)),
  };
}

function missing(): never {
  throw new Error('an engine was asked for that the policy did not seem to need');
}

interface Wanted {
  cel: boolean;
  patterns: boolean;
}

/** By keys and words alone, wherever they stand: to load too much costs time, to load too little would be a fault. */
function needsOf(policy: Node): Wanted {
  const wanted: Wanted = { cel: false, patterns: false };
  const look = (key: string, node: Node): void => {
    if (node.kind === 'mapping') for (const entry of node.entries) look(entry.key, entry.value);
    if (node.kind === 'list') for (const item of node.items) look(key, item);
    if (node.kind !== 'scalar') return;
    if (key === 'op' && node.text === 'regex') wanted.patterns = true;
    if (key !== 'when' && key !== 'add') return;
    wanted.cel = true;
    wanted.patterns ||= node.text.includes('matches');
  };
  look('', policy);
  return wanted;
}
