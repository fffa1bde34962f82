import type { CompilePattern } from '../../pattern/load.js';
import type { Report } from '../../policy/problem.js';
import { type Fields, readFields, type Shape } from '../../policy/schema/fields.js';
import { readText } from '../../policy/schema/scalar.js';
import { readItems } from '../../policy/schema/selector.js';
import { didYouMean, quote } from '../../policy/schema/suggest.js';
import type { Entry, Node } from '../../policy/source/node.js';
import { compilePath, isPath, lookUp, type Path } from '../../value/path.js';
import { Unreadable } from '../../value/value.js';
import type { Condition } from '../condition.js';
import { bounded, type Check } from '../cost.js';
import { all, any, not } from '../truth.js';
import { OPERATORS } from './operator.js';

const SHAPE: Shape = {
  what: 'a condition',
  keys: new Set(['field', 'op', 'value', 'all', 'any', 'not']),
  required: [],
};
const FORMS = ['field', 'all', 'any', 'not'] as const;
const OPS: readonly string[] = [...OPERATORS.keys(), 'exists'];

/** The structured form of `when`. Undefined where it has mistakes; all of them are reported. */
export function compileStructured(node: Node, report: Report, patterns: CompilePattern): Condition | undefined {
  let mistaken = false;
  const here: Report = {
    ...report,
    error(place, message) {
      mistaken = true;
      report.error(place, message);
    },
  };
  const check = compileCheck(node, here, patterns);
  return check === undefined || mistaken ? undefined : bounded(check);
}

/** Calls itself once a level of the policy, which has at most `DEEPEST`. */
function compileCheck(node: Node, report: Report, patterns: CompilePattern): Check | undefined {
  const fields = readFields(node, SHAPE, report);
  if (fields === undefined) return undefined;
  const [form, ...others] = FORMS.flatMap((key) => fields.get(key) ?? []).toSorted(byPlace);
  for (const other of others) {
    report.error(other.place, `a condition has one of ${FORMS.join(', ')}, and this one has "${form?.key}" already`);
  }
  if (form === undefined) {
    if (fields.size > 0 || (node.kind === 'mapping' && node.entries.length === 0)) {
      report.error(node.place, 'this condition says nothing: give it a "field", or "all", "any" or "not"');
    }
    return undefined;
  }
  if (form.key === 'field') return compileTest(node, fields, form, report, patterns);
  for (const stray of ['op', 'value'].flatMap((key) => fields.get(key) ?? [])) {
    report.error(stray.place, `"${stray.key}" goes with "field", not with "${form.key}"`);
  }
  if (form.key === 'not') {
    const check = compileCheck(form.value, report, patterns);
    return check && ((scope, cost) => not(check(scope, cost)));
  }
  const checks = compileAll(form, report, patterns);
  const join = form.key === 'all' ? all : any;
  return checks && ((scope, cost) => join(checks, (check) => check(scope, cost)));
}

function byPlace(one: Entry, other: Entry): number {
  return one.place.line - other.place.line || one.place.column - other.place.column;
}

function compileAll(entry: Entry, report: Report, patterns: CompilePattern): readonly Check[] | undefined {
  const items = readItems(entry, report);
  if (items === undefined) return undefined;
  if (items.length === 0) report.error(entry.value.place, `"${entry.key}" must not be empty`);
  const checks = items.flatMap((item) => compileCheck(item, report, patterns) ?? []);
  return checks.length === items.length ? checks : undefined;
}

/** `{field, op, value}`. */
function compileTest(
  node: Node,
  fields: Fields,
  field: Entry,
  report: Report,
  patterns: CompilePattern,
): Check | undefined {
  const path = readPath(field.value, report);
  const op = readOperator(node, fields.get('op'), report);
  const value = fields.get('value');
  if (op === 'exists') {
    if (value !== undefined) report.error(value.place, '"exists" takes no "value": remove it, or write another "op"');
    return path && compileExists(path);
  }
  const make = op === undefined ? undefined : OPERATORS.get(op);
  if (make === undefined) return undefined;
  if (value === undefined) report.error(node.place, `missing key "value": write what "${op}" compares the field with`);
  const test = value && make(value.value, report, patterns);
  if (path === undefined || test === undefined) return undefined;
  return ({ question }, cost) => {
    const found = lookUp(question.args, path);
    return found === undefined ? undefined : test(found, cost);
  };
}

function compileExists(path: Path): Check {
  return ({ question }) => {
    const found = lookUp(question.args, path);
    return found instanceof Unreadable ? undefined : found !== undefined;
  };
}

function readPath(node: Node, report: Report): Path | undefined {
  const text = readText(node, '"field"', report);
  if (text === undefined) return undefined;
  const path = compilePath(text);
  if (isPath(path)) return path;
  report.error(node.place, `"field" is no dotted path: ${path.mistake}, at character ${path.at + 1} of ${quote(text)}`);
  return undefined;
}

function readOperator(node: Node, entry: Entry | undefined, report: Report): string | undefined {
  if (entry === undefined) {
    report.error(node.place, `missing key "op": write one of ${OPS.join(', ')}`);
    return undefined;
  }
  const { value } = entry;
  if (value.kind === 'unreadable') return undefined;
  const text = value.kind === 'scalar' ? value.text : '';
  if (OPS.includes(text)) return text;
  const said = text === '' ? '' : `, not ${quote(text)}${didYouMean(text, OPS)}`;
  report.error(value.place, `"op" must be one of ${OPS.join(', ')}${said}`);
  return undefined;
}
