import type { CompilePattern, Pattern } from '../../pattern/load.js';
import type { Report } from '../../policy/problem.js';
import type { Node } from '../../policy/source/node.js';
import { readText } from './value.js';

/** A pattern behind `value:`. Where it stands in the file is known only to its start, so messages count from there. */
export function readPattern(node: Node, report: Report, patterns: CompilePattern): Pattern | undefined {
  const source = readText(node, report);
  if (source === undefined) return undefined;
  const pattern = patterns(source);
  if (typeof pattern === 'function') return pattern;
  const where = `at character ${pattern.at + 1} of the pattern`;
  report.error(node.place, `"value" is no pattern that can be evaluated: ${pattern.mistake}, ${where}`);
  return undefined;
}
