import type { Condition, NumberOf } from '../condition/condition.js';
import { inside } from '../destination/inside.js';
import { type CompilePattern, loadPatterns } from '../pattern/load.js';
import { wantsPatterns } from '../pattern/wanted.js';
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
  const [compilePattern, cel] = await Promise.all([
    wantsPatterns(policy) ? loadPatterns() : missing,
    wantsExpressions(policy, '') ? import('../condition/cel/compile.js') : undefined,
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

/** By the keys alone, wherever they stand: to load too much costs time, to load too little would be a fault. */
function wantsExpressions(node: Node, key: string): boolean {
  if (node.kind === 'mapping') return node.entries.some((entry) => wantsExpressions(entry.value, entry.key));
  if (node.kind === 'list') return node.items.some((item) => wantsExpressions(item, key));
  return node.kind === 'scalar' && (key === 'when' || key === 'add');
}
