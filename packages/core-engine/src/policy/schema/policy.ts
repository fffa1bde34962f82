import type { Fact } from '../match/facts.js';
import type { Rule } from '../match/rule.js';
import type { Default, PolicyParts } from '../policy.js';
import type { Place, Report } from '../problem.js';
import type { Entry, Node } from '../source/node.js';
import { readFact } from './fact.js';
import { readFields, type Shape } from './fields.js';
import { readRule } from './rule.js';
import { readLine, readWord } from './scalar.js';
import { readItems } from './selector.js';

const MOST_RULES = 5_000;
const DEFAULTS: readonly Default[] = ['deny', 'allow', 'abstain'];

const SHAPE: Shape = {
  what: 'a policy',
  keys: new Set(['version', 'name', 'default', 'tools', 'rules']),
  required: [
    ['version', 'write "version: 1"'],
    ['default', "write deny, allow or abstain: this policy's vote where no rule decides"],
  ],
  later: ['on_error', 'mode', 'lists'],
};

/** A whole policy. `fallback` is its name where it gives none. What comes back counts only if nothing was reported. */
export function readPolicy(node: Node, fallback: string, report: Report): PolicyParts | undefined {
  const fields = readFields(node, SHAPE, report);
  if (fields === undefined) return undefined;
  checkVersion(fields.get('version'), report);
  const name = fields.get('name');
  const unnamed: Node = { kind: 'scalar', place: node.place, text: fallback, plain: false };
  const byDefault = fields.get('default');
  const parts = {
    name: readLine(name?.value ?? unnamed, '"name"', report) ?? fallback,
    file: report.file,
    place: name?.value.place ?? node.place,
    byDefault: byDefault && readWord(byDefault, DEFAULTS, ['approve'], report),
    facts: readFacts(fields.get('tools'), report),
    rules: readRules(fields.get('rules'), report),
  };
  return parts.byDefault && { ...parts, byDefault: parts.byDefault };
}

function checkVersion(entry: Entry | undefined, report: Report): void {
  if (entry === undefined || entry.value.kind === 'unreadable') return;
  const { value } = entry;
  const isOne = value.kind === 'scalar' && value.plain && value.text === '1';
  if (!isOne)
    report.error(value.place, '"version" must be 1, without quotes: there is no other version of the language');
}

function readFacts(entry: Entry | undefined, report: Report): readonly Fact[] {
  const items = entry === undefined ? [] : (readItems(entry, report) ?? []);
  return items.flatMap((item) => readFact(item, report) ?? []);
}

function readRules(entry: Entry | undefined, report: Report): readonly Rule[] {
  const items = entry === undefined ? [] : (readItems(entry, report) ?? []);
  const surplus = items[MOST_RULES];
  if (surplus !== undefined) {
    report.error(surplus.place, `too many rules: a policy has at most ${MOST_RULES}, and this one has ${items.length}`);
    return [];
  }
  const ids = new Map<string, Place>();
  return items.flatMap((item) => readRule(item, ids, report) ?? []);
}
