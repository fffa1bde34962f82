import type { Effect, Risk } from '../../decision.js';
import { checkDestination } from '../../destination/entry.js';
import { readRedactions } from '../../redact/read.js';
import type { Charges } from '../charge.js';
import { destinationsTest, findingsTest, type Test } from '../match/dynamic.js';
import { compileConditions, type Rule, type RulePhase } from '../match/rule.js';
import type { Place, Report } from '../problem.js';
import type { Node } from '../source/node.js';
import { readBudget, readRate } from './charges.js';
import type { RuleContext } from './context.js';
import { readApproval, readLabels, readWhen } from './extras.js';
import { type Fields, read, readFields, type Shape } from './fields.js';
import { readFlag, readInteger, readLine, readProse, readText, readUpTo, readWord } from './scalar.js';
import { readLines, readSelector } from './selector.js';
import { readSelectors, SELECTORS } from './selectors.js';
import { quote } from './suggest.js';
import { readWritten } from './written.js';

const DEFAULT_PRIORITY = 100;
const HIGHEST_SCORE = 10;
const EFFECTS: readonly Effect[] = ['allow', 'deny', 'approve', 'redact'];
const PHASES: readonly RulePhase[] = ['call', 'result', 'list', 'request'];
const RISKS: readonly Risk[] = ['low', 'medium', 'high', 'forbidden'];

const SHAPE: Shape = {
  what: 'a rule',
  keys: new Set([
    ...['id', 'effect', 'description', 'priority', 'phase', 'shadow', ...SELECTORS, 'labels'],
    ...['destinations', 'findings', 'min_score', 'when', 'budget', 'rate', 'redact', 'approval', 'marks'],
    ...['risk', 'code', 'reason', 'hint'],
  ]),
  required: [
    ['id', 'write a name for the rule that no other rule of the file has'],
    ['effect', 'write allow, deny, approve or redact'],
  ],
};

/** One entry of `rules:`. */
export function readRule(node: Node, context: RuleContext): Rule | undefined {
  const { ids, report } = context;
  const fields = readFields(node, SHAPE, report);
  if (fields === undefined) return undefined;
  const id = readId(fields, ids, report);
  const effect = read(fields, 'effect', (entry) => readWord(entry, EFFECTS, report));
  const phase = read(fields, 'phase', (entry) => readWord(entry, PHASES, report)) ?? 'call';
  const priority = read(fields, 'priority', (entry) => readInteger(entry, report)) ?? DEFAULT_PRIORITY;
  const shadow = read(fields, 'shadow', (entry) => readFlag(entry, report)) ?? false;
  const risk = read(fields, 'risk', (entry) => readWord(entry, RISKS, report));
  const code = read(fields, 'code', (entry) => readLine(entry.value, '"code"', report));
  const reason = read(fields, 'reason', (entry) => readProse(entry, report));
  const hint = read(fields, 'hint', (entry) => readProse(entry, report));
  read(fields, 'description', (entry) => readProse(entry, report));
  const selectors = readSelectors(fields, phase, report);
  const labels = read(fields, 'labels', (entry) => readLabels(entry, report));
  const tests = readTests(fields, effect ?? 'deny', context);
  const budget = read(fields, 'budget', (entry) => readBudget(entry, context));
  const rate = read(fields, 'rate', (entry) => readRate(entry, id ?? '', context));
  const redactions = read(fields, 'redact', (entry) => readRedactions(entry.value, report)) ?? [];
  const marks = read(fields, 'marks', (entry) => readLines(entry, 'a mark', report)) ?? [];
  const approval = read(fields, 'approval', (entry) => readApproval(entry, report));
  if (effect !== undefined) checkCompany(fields, effect, phase, node.place, report);
  if (id === undefined || effect === undefined) return undefined;
  const charges: Charges | undefined =
    budget || rate ? { ...(budget && { budget }), ...(rate && { rate }) } : undefined;
  return {
    id,
    effect,
    phase,
    priority,
    shadow,
    ...compileConditions(effect, selectors, labels),
    tests,
    redactions,
    marks,
    shown: () => readWritten(fields),
    ...(charges && { charges }),
    ...(approval && { approval }),
    ...(code !== undefined && { code }),
    ...(reason !== undefined && { reason }),
    ...(hint !== undefined && { hint }),
    ...(risk !== undefined && { risk }),
    place: node.place,
    written: fields,
  };
}

function readTests(fields: Fields, effect: Effect, context: RuleContext): readonly Test[] {
  const { report } = context;
  const tests: Test[] = [];
  const hosts = read(fields, 'destinations', (entry) => readSelector(entry, report, checkDestination));
  if (hosts !== undefined) tests.push(destinationsTest(effect, hosts));
  const types = read(fields, 'findings', (entry) => readSelector(entry, report));
  const least = read(fields, 'min_score', (entry) => readUpTo(entry, HIGHEST_SCORE, report));
  if (types !== undefined || least !== undefined) tests.push(findingsTest(types, least ?? 0));
  const when = read(fields, 'when', (entry) => readWhen(entry, context));
  if (when !== undefined)
    tests.push({ key: 'when', asks: when, sees: when.sees, readsFindings: when.readsFindings === true });
  return tests;
}

/** Keys that mean something only beside certain effects, and only in certain phases. */
const COMPANY: readonly (readonly [key: string, effects: readonly Effect[], phases: readonly RulePhase[]])[] = [
  ['budget', ['allow', 'approve'], ['call', 'request']],
  ['rate', ['allow', 'approve'], ['call', 'request']],
  ['redact', ['allow', 'approve', 'redact'], ['call', 'request', 'result']],
  ['marks', ['allow', 'approve', 'redact'], ['call', 'result']],
  ['approval', ['allow', 'approve'], ['call', 'request']],
  ['destinations', EFFECTS, ['call', 'request', 'result']],
  ['findings', EFFECTS, ['call', 'request', 'result']],
  ['min_score', EFFECTS, ['call', 'request', 'result']],
];

function checkCompany(fields: Fields, effect: Effect, phase: RulePhase, place: Place, report: Report): void {
  for (const [key, effects, phases] of COMPANY) {
    const entry = fields.get(key);
    if (entry === undefined) continue;
    if (!effects.includes(effect)) report.error(entry.place, `"${key}" does not go with "effect: ${effect}"`);
    if (!phases.includes(phase)) report.error(entry.place, `"${key}" does not go with "phase: ${phase}"`);
  }
  if (effect === 'redact' && !fields.has('redact'))
    report.error(place, 'missing key "redact": write what must be changed');
  if (effect === 'approve' && (phase === 'result' || phase === 'list')) {
    report.error(fields.get('effect')?.value.place ?? place, '"effect: approve" belongs to calls and requests');
  }
  if (effect === 'redact' && phase === 'list') {
    report.error(fields.get('effect')?.value.place ?? place, '"effect: redact" does not go with "phase: list"');
  }
  const risk = fields.get('risk')?.value;
  if (effect !== 'deny' && risk?.kind === 'scalar' && risk.text === 'forbidden') {
    report.error(risk.place, '"risk: forbidden" goes with "effect: deny" only');
  }
}

function readId(fields: Fields, ids: Map<string, Place>, report: Report): string | undefined {
  const value = fields.get('id')?.value;
  const id = value && readText(value, '"id"', report);
  if (value === undefined || id === undefined) return undefined;
  const earlier = ids.get(id);
  if (!/^[A-Za-z0-9._-]+$/.test(id)) {
    report.error(value.place, `"id" holds letters, digits, ".", "_" and "-" only, not ${quote(id)}`);
  } else if (earlier !== undefined) {
    const where = earlier.path === '' ? `on line ${earlier.line}` : `at ${earlier.path}`;
    report.error(value.place, `another rule has the id ${quote(id)}: ${where}`);
  } else ids.set(id, value.place);
  return id;
}
