import { ACTIONS } from '../match/facts.js';
import type { FactKey, RulePhase, ScopeKey, Selectors, SubjectKey } from '../match/rule.js';
import type { Selector } from '../match/selector.js';
import type { Report } from '../problem.js';
import type { Fields } from './fields.js';
import { type Check, readSelector } from './selector.js';
import { didYouMean, quote } from './suggest.js';

/** What speaks of a tool, resource or prompt. A request of the server is about none. */
const ABOUT_SUBJECTS: readonly (SubjectKey | FactKey)[] = ['tools', 'resources', 'prompts', 'actions', 'categories'];
const ABOUT_ALL: readonly ScopeKey[] = ['servers', 'methods', 'agents', 'roles', 'environments'];

export const SELECTORS: readonly (SubjectKey | FactKey | ScopeKey)[] = [...ABOUT_SUBJECTS, ...ABOUT_ALL];

const HINTS = ['hint.destructive', 'hint.open-world'];

const CHECKS: ReadonlyMap<string, Check> = new Map([
  [
    'actions',
    (pattern, glob) =>
      ACTIONS.some(glob)
        ? undefined
        : `${quote(pattern)} is no action: there are ${ACTIONS.join(', ')}${didYouMean(pattern, ACTIONS)}`,
  ],
  [
    'categories',
    (pattern, glob) =>
      !pattern.startsWith('hint.') || HINTS.some(glob)
        ? undefined
        : `${quote(pattern)} is no hint of servers: there are ${HINTS.join(', ')}${didYouMean(pattern, HINTS)}`,
  ],
]);

export function readSelectors(fields: Fields, phase: RulePhase, report: Report): Selectors {
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
