import type { Risk } from '../../decision.js';
import { ACTIONS } from '../match/facts.js';
import {
  compileConditions,
  type Effect,
  type FactKey,
  type Rule,
  type RulePhase,
  type ScopeKey,
  type Selectors,
  type SubjectKey,
} from '../match/rule.js';
import type { Selector } from '../match/selector.js';
import type { Place, Report } from '../problem.js';
import type { Entry, Node } from '../source/node.js';
import { type Fields, notBuilt, readFields, type Shape } from './fields.js';
import { readInteger, readLine, readProse, readText, readWord } from './scalar.js';
import { type Check, readSelector } from './selector.js';
import { didYouMean, quote } from './suggest.js';

const DEFAULT_PRIORITY = 100;
const EFFECTS: readonly Effect[] = ['allow', 'deny'];
const PHASES: readonly RulePhase[] = ['call', 'request'];
const RISKS: readonly Risk[] = ['low', 'medium', 'high', 'forbidden'];

/** What speaks of a tool, resource or prompt. A request of the server is about none. */
const ABOUT_SUBJECTS: readonly (SubjectKey | FactKey)[] = ['tools', 'resources', 'prompts', 'actions', 'categories'];
const ABOUT_ALL: readonly ScopeKey[] = ['servers', 'methods', 'agents', 'roles', 'environments'];

const SELECTORS: readonly (SubjectKey | FactKey | ScopeKey)[] = [...ABOUT_SUBJECTS, ...ABOUT_ALL];

const SHAPE: Shape = {
  what: 'a rule',
  keys: new Set([
    ...['id', 'effect', 'description', 'priority', 'phase', ...ABOUT_SUBJECTS, ...ABOUT_ALL],
    ...['risk', 'code', 'reason', 'hint'],
  ]),
  required: [
    ['id', 'write a name for the rule that no other rule of the file has'],
    ['effect', 'write allow or deny'],
  ],
  later: [
    'when',
    'budget',
    'rate',
    'redact',
    'approval',
    'marks',
    'shadow',
    'labels',
    'destinations',
    'findings',
    'min_score',
  ],
};

/** One entry of `rules:`. `ids`: those of the rules before it, and where they stand. */
export function readRule(node: Node, ids: Map<string, Place>, report: Report): Rule | undefined {
  const fields = readFields(node, SHAPE, report);
  if (fields === undefined) return undefined;
  const id = readId(fields, ids, report);
  const effect = read(fields, 'effect', (entry) => readWord(entry, EFFECTS, ['approve', 'redact'], report));
  const phase = read(fields, 'phase', (entry) => readWord(entry, PHASES, ['result', 'list'], report)) ?? 'call';
  const priority = read(fields, 'priority', (entry) => readInteger(entry, report)) ?? DEFAULT_PRIORITY;
  const risk = read(fields, 'risk', (entry) => readWord(entry, RISKS, [], report));
  const code = read(fields, 'code', (entry) => readLine(entry.value, '"code"', report));
  const reason = read(fields, 'reason', (entry) => readProse(entry, report));
  const hint = read(fields, 'hint', (entry) => readProse(entry, report));
  read(fields, 'description', (entry) => readProse(entry, report));
  const selectors = readSelectors(fields, phase, report);
  const forbidden = risk === 'forbidden' && effect === 'allow' ? fields.get('risk') : undefined;
  if (forbidden !== undefined) report.error(forbidden.value.place, '"risk: forbidden" goes with "effect: deny" only');
  if (id === undefined || effect === undefined) return undefined;
  return {
    id,
    effect,
    phase,
    priority,
    ...compileConditions(effect, selectors),
    ...(code !== undefined && { code }),
    ...(reason !== undefined && { reason }),
    ...(hint !== undefined && { hint }),
    ...(risk !== undefined && { risk }),
  };
}

function read<Value>(fields: Fields, key: string, as: (entry: Entry) => Value): Value | undefined {
  const entry = fields.get(key);
  return entry && as(entry);
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

function readSelectors(fields: Fields, phase: RulePhase, report: Report): Selectors {
  const selectors = new Map<SubjectKey | ScopeKey | FactKey, Selector>();
  for (const key of SELECTORS) {
    const entry = fields.get(key);
    const selector = entry && readSelector(entry, report, CHECKS.get(key));
    if (selector !== undefined) selectors.set(key, selector);
  }
  if (phase === 'request') {
    for (const entry of ABOUT_SUBJECTS.flatMap((key) => fields.get(key) ?? [])) {
      report.error(
        entry.place,
        `"${entry.key}" does not go with "phase: request", which has no tool, resource or prompt`,
      );
    }
  }
  return selectors;
}

const CHECKS: ReadonlyMap<string, Check> = new Map([
  [
    'actions',
    (pattern, glob) =>
      ACTIONS.some(glob)
        ? undefined
        : `${quote(pattern)} is no action: there are ${ACTIONS.join(', ')}${didYouMean(pattern, ACTIONS)}`,
  ],
  // What servers say of their tools is not looked at yet: a rule about it would never hold.
  ['categories', (pattern) => (pattern.startsWith('hint.') ? notBuilt(`category ${quote(pattern)}`) : undefined)],
]);
