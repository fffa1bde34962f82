import type { Condition, NumberOf } from '../condition/condition.js';
import type { Pattern, PatternMistake } from '../pattern/pattern.js';
import type { Report } from './problem.js';
import type { Node, Scalar } from './source/node.js';

/** Compiles a pattern, or says why it is none. */
export type CompilePattern = (source: string) => Pattern | PatternMistake;

/** What only some policies need, and what costs to load. */
export interface Engines {
  readonly compileCondition: (source: Scalar, report: Report) => Condition | undefined;
  readonly compileAmount: (source: Scalar, report: Report) => NumberOf | undefined;
  readonly compilePattern: CompilePattern;
}

/** Loads what this policy asks for and nothing else: a policy of names alone pays for no expression language. */
export async function loadEngines(policy: Node): Promise<Engines> {
  const needs = needsOf(policy);
  const [pattern, cel] = await Promise.all([
    needs.patterns ? import('../pattern/pattern.js') : undefined,
    needs.cel ? import('../condition/cel/compile.js') : undefined,
    needs.suffixes ? import('../destination/suffixes.js').then(({ loadSuffixes }) => loadSuffixes()) : undefined,
  ]);
  const missing = (): never => {
    throw new Error('an engine was asked for that the policy did not seem to need');
  };
  const compilePattern = pattern?.compilePattern ?? missing;
  return {
    compilePattern,
    compileCondition: (source, report) => (cel ?? missing()).compileCondition(source, { report, compilePattern }),
    compileAmount: (source, report) => (cel ?? missing()).compileAmount(source, { report, compilePattern }),
  };
}

interface Wanted {
  cel: boolean;
  patterns: boolean;
  suffixes: boolean;
}

/** By keys and words alone, wherever they stand: to load too much costs time, to load too little would be a fault. */
function needsOf(policy: Node): Wanted {
  const wanted: Wanted = { cel: false, patterns: false, suffixes: false };
  const look = (key: string, node: Node): void => {
    if (node.kind === 'mapping') for (const entry of node.entries) look(entry.key, entry.value);
    if (node.kind === 'list') for (const item of node.items) look(key, item);
    if (key === 'destinations') wanted.suffixes = true;
    if (node.kind !== 'scalar') return;
    if (key === 'op' && node.text === 'regex') wanted.patterns = true;
    if (key !== 'when' && key !== 'add') return;
    wanted.cel = true;
    wanted.patterns ||= node.text.includes('matches');
    wanted.suffixes ||= node.text.includes('urls');
  };
  look('', policy);
  return wanted;
}
