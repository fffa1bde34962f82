import { shareWindows } from '../charge.js';
import type { Engines } from '../engines.js';
import type { Fact } from '../match/facts.js';
import type { Rule } from '../match/rule.js';
import type { Default, OnFault, PolicyParts } from '../policy.js';
import type { Report } from '../problem.js';
import type { Entry, Node } from '../source/node.js';
import type { RuleContext } from './context.js';
import { GATEWAY_FILES, readLists } from './extras.js';
import { readFact } from './fact.js';
import { read, readFields, type Shape } from './fields.js';
import { readRule } from './rule.js';
import { readLine, readWord } from './scalar.js';
import { readItems } from './selector.js';

const MOST_RULES = 5_000;
const DEFAULTS: readonly Default[] = ['deny', 'approve', 'allow', 'abstain'];
const MODES = ['enforce', 'shadow'] as const;
const ON_SCANNER: readonly OnFault[] = ['deny', 'allow'];
const ON_ENGINE = ['deny'] as const;

const ON_ERROR: Shape = { what: '"on_error"', keys: new Set(['scanner', 'engine']), required: [] };

const SHAPE: Shape = {
  what: 'a policy',
  keys: new Set(['version', 'name', 'default', 'mode', 'on_error', 'lists', 'tools', 'rules']),
  required: [
    ['version', 'write "version: 1"'],
    ['default', "write deny, approve, allow or abstain: this policy's vote where no rule decides"],
  ],
};

/**
 * A whole policy. `fallback` is its name where it gives none, `gatewayFiles` the list that the program gives it. What comes back counts
 * only if no error was reported.
 */
export function readPolicy(
  node: Node,
  fallback: string,
  gatewayFiles: readonly string[],
  engines: Engines,
  report: Report,
): PolicyParts | undefined {
  const fields = readFields(node, SHAPE, report);
  if (fields === undefined) return undefined;
  checkVersion(fields.get('version'), report);
  const name = fields.get('name');
  const unnamed: Node = { kind: 'scalar', place: node.place, text: fallback, plain: false, isPlainLine: false };
  const byDefault = fields.get('default');
  const called = readLine(name?.value ?? unnamed, '"name"', report) ?? fallback;
  const own = read(fields, 'lists', (entry) => readLists(entry, report)) ?? new Map<string, readonly string[]>();
  const lists = new Map(own).set(GATEWAY_FILES, gatewayFiles);
  const context: RuleContext = { policy: called, engines, lists: [...lists.keys()], ids: new Map(), report };
  const parts = {
    name: called,
    file: report.file,
    place: name?.value.place ?? node.place,
    byDefault: byDefault && readWord(byDefault, DEFAULTS, report),
    facts: readFacts(fields.get('tools'), report),
    isShadow: read(fields, 'mode', (entry) => readWord(entry, MODES, report)) === 'shadow',
    onScannerError: read(fields, 'on_error', (entry) => readOnError(entry, report)) ?? 'deny',
    lists,
    rules: readRules(fields.get('rules'), context),
    written: fields,
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

/** A fault of the engine always denies; the key is there so that somebody may say so. */
function readOnError({ value }: Entry, report: Report): OnFault | undefined {
  const fields = readFields(value, ON_ERROR, report);
  if (fields === undefined) return undefined;
  read(fields, 'engine', (entry) => readWord(entry, ON_ENGINE, report));
  return read(fields, 'scanner', (entry) => readWord(entry, ON_SCANNER, report));
}

function readRules(entry: Entry | undefined, context: RuleContext): readonly Rule[] {
  const { report } = context;
  const items = entry === undefined ? [] : (readItems(entry, report) ?? []);
  const surplus = items[MOST_RULES];
  if (surplus !== undefined) {
    report.error(surplus.place, `too many rules: a policy has at most ${MOST_RULES}, and this one has ${items.length}`);
    return [];
  }
  return shareWindows(items.flatMap((item) => readRule(item, context) ?? []));
}
