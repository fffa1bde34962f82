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
import { costOfCondition } from '../cost.js';
import type { Scope } from '../scope.js';
import type { Truth } from '../truth.js';
import { allOf, anyOf, type Clause, leaf, notOf } from './clause.js';
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
  const clause = compileClause(node, here, patterns);
  if (clause === undefined || mistaken) return undefined;
  const condition = (scope: Scope): Truth =>
    scope.cost.take(1) ? clause.check(scope, costOfCondition(scope.cost)) : undefined;
  return Object.assign(condition, { sees: clause.blame });
}

/** Calls itself once a level of the policy, which has at most `DEEPEST`. */
function compileClause(node: Node, report: Report, patterns: CompilePattern): Clause | undefined {
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
    const clause = compileClause(form.value, report, patterns);
    return clause && notOf(clause);
  }
  const clauses = compileAll(form, report, patterns);
  return clauses && (form.key === 'all' ? allOf(clauses) : anyOf(clauses));
}

function byPlace(one: Entry, other: Entry): number {
  return one.place.line - other.place.line || one.place.column - other.place.column;
}

function compileAll(entry: Entry, report: Report, patterns: CompilePattern): readonly Clause[] | undefined {
  const items = readItems(entry, report);
  if (items === undefined) return undefined;
  if (items.length === 0) report.error(entry.value.place, `"${entry.key}" must not be empty`);
  const clauses = items.flatMap((item) => compileClause(item, report, patterns) ?? []);
  return clauses.length === items.length ? clauses : undefined;
}

/** `{field, op, value}`. */
function compileTest(
  node: Node,
  fields: Fields,
  field: Entry,
  report: Report,
  patterns: CompilePattern,
): Clause | undefined {
  const path = readPath(field.value, report);
  const op = readOperator(node, fields.get('op'), report);
  const value = fields.get('value');
  if (op === 'exists') {
    if (value !== undefined) report.error(value.place, '"exists" takes no "value": remove it, or write another "op"');
    return path && leaf(compileExists(path), `${nameOf(field.value)} exists`, readAt(path));
  }
  const make = op === undefined ? undefined : OPERATORS.get(op);
  if (make === undefined) return undefined;
  if (value === undefined) report.error(node.place, `missing key "value": write what "${op}" compares the field with`);
  const test = value && make(value.value, report, patterns);
  if (path === undefined || test === undefined) return undefined;
  const check: Clause['check'] = ({ question }, cost) => {
    const found = lookUp(question.args, path);
    return found === undefined ? undefined : test(found, cost);
  };
  return leaf(check, `${nameOf(field.value)} ${op} ${written(value?.value)}`, readAt(path));
}

function readAt(path: Path): (scope: Scope) => unknown {
  return ({ question }) => lookUp(question.args, path);
}

function nameOf(node: Node): string {
  return node.kind === 'scalar' ? node.text : '';
}

/** As `explain` shows it. */
function written(node: Node | undefined): string {
  if (node?.kind === 'scalar') return node.plain ? node.text : quote(node.text);
  if (node?.kind === 'list') return `[${node.items.map(written).join(', ')}]`;
  return '{…}';
}

function compileExists(path: Path): Clause['check'] {
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
