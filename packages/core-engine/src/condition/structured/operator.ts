import type { CompilePattern } from '../../pattern/load.js';
import type { Report } from '../../policy/problem.js';
import type { Node } from '../../policy/source/node.js';
import { isList, type Value } from '../../value/value.js';
import { equal, holds, isOpaque, order } from '../compare.js';
import type { Cost } from '../cost.js';
import { any, not, type Truth } from '../truth.js';
import { readPattern } from './pattern.js';
import { readList, readText, readValue } from './value.js';

/** What an operator says of a field that is there. */
type Test = (found: Value, cost: Cost) => Truth;

/** Reads what stands behind `value:` and makes the test; undefined where it is a mistake, which is reported. */
type MakeTest = (node: Node, report: Report, patterns: CompilePattern) => Test | undefined;

const isEqual: MakeTest = (node, report) => {
  const value = readValue(node, report);
  return value === undefined ? undefined : (found, cost) => equal(found, value, cost);
};

const isOneOf: MakeTest = (node, report) => {
  const values = readList(node, report);
  if (values === undefined) return undefined;
  return (found, cost) => (isOpaque(found) ? undefined : any(values, (value) => equal(found, value, cost)));
};

const contains: MakeTest = (node, report) => {
  const value = readValue(node, report);
  if (value === undefined) return undefined;
  return (found, cost) => {
    if (isList(found)) return cost.take(found.length) ? any(found, (item) => equal(item, value, cost)) : undefined;
    return typeof found === 'string' && typeof value === 'string' ? holds(found, value, cost) : undefined;
  };
};

const matches: MakeTest = (node, report, patterns) => {
  const pattern = readPattern(node, report, patterns);
  if (pattern === undefined) return undefined;
  // A text of 64 KiB is a sixth of all steps: its worst pattern takes 100 ms, an ordinary one 1 ms.
  return (found, cost) =>
    typeof found === 'string' && cost.take(1 + (found.length >> 2)) ? pattern(found) : undefined;
};

export const OPERATORS: ReadonlyMap<string, MakeTest> = new Map([
  ['eq', isEqual],
  ['ne', negated(isEqual)],
  ['lt', ordered((difference) => difference < 0)],
  ['le', ordered((difference) => difference <= 0)],
  ['gt', ordered((difference) => difference > 0)],
  ['ge', ordered((difference) => difference >= 0)],
  ['in', isOneOf],
  ['not_in', negated(isOneOf)],
  ['contains', contains],
  ['startswith', onTexts((found, value) => found.startsWith(value))],
  ['endswith', onTexts((found, value) => found.endsWith(value))],
  ['regex', matches],
]);

function negated(make: MakeTest): MakeTest {
  return (node, report, patterns) => {
    const test = make(node, report, patterns);
    return test && ((found, cost) => not(test(found, cost)));
  };
}

function ordered(decides: (difference: number) => boolean): MakeTest {
  return (node, report) => {
    const value = readValue(node, report);
    if (value === undefined) return undefined;
    if (typeof value !== 'number' && typeof value !== 'string') {
      report.error(node.place, '"value" must be a number or text: nothing else has an order');
      return undefined;
    }
    return (found, cost) => {
      const difference = order(found, value, cost);
      return difference === undefined ? undefined : decides(difference);
    };
  };
}

function onTexts(decides: (found: string, value: string) => boolean): MakeTest {
  return (node, report) => {
    const value = readText(node, report);
    if (value === undefined) return undefined;
    return (found, cost) =>
      typeof found === 'string' && cost.take(1 + (value.length >> 4)) ? decides(found, value) : undefined;
  };
}
