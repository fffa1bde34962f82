import type { Question, Risk } from '../../decision.js';
import type { Asked } from './facts.js';
import { type Selector, selects } from './selector.js';

export type Effect = 'allow' | 'deny';
export type RulePhase = 'call' | 'request';

/** One rule, ready to be asked. */
export interface Rule {
  readonly id: string;
  readonly effect: Effect;
  readonly priority: number;
  /** Every selector that the rule names holds. */
  readonly covers: (asked: Asked) => boolean;
  readonly code?: string;
  readonly reason?: string;
  readonly hint?: string;
  readonly risk?: Risk;
}

export type SubjectKey = 'tools' | 'resources' | 'prompts';
export type ScopeKey = 'servers' | 'methods' | 'agents' | 'roles' | 'environments';
export type FactKey = 'actions' | 'categories';

/** The selectors that a rule names. */
export type Selectors = ReadonlyMap<SubjectKey | ScopeKey | FactKey, Selector>;

const SUBJECTS: readonly (readonly [SubjectKey, (question: Question) => string | undefined])[] = [
  ['tools', ({ tool }) => tool],
  ['resources', ({ resource }) => resource],
  ['prompts', ({ prompt }) => prompt],
];

const SCOPES: readonly (readonly [ScopeKey, (question: Question) => readonly string[]])[] = [
  ['servers', ({ server }) => [server]],
  ['methods', ({ method }) => [method]],
  ['agents', ({ principal }) => [principal.id]],
  ['roles', ({ principal }) => principal.roles],
  ['environments', ({ environment }) => [environment]],
];

/** The conditions of a rule as one function. An entry of a list is judged as its call would be. */
export function compileCovers(effect: Effect, phase: RulePhase, selectors: Selectors): Rule['covers'] {
  const tests: ((asked: Asked) => boolean)[] = [
    ({ question }) => (question.phase === 'request') === (phase === 'request'),
  ];
  for (const [key, valuesOf] of SCOPES) {
    const selector = selectors.get(key);
    if (selector !== undefined) tests.push(({ question }) => selects(selector, valuesOf(question)));
  }
  const subjects = SUBJECTS.flatMap(([key, subjectOf]) => {
    const selector = selectors.get(key);
    return selector === undefined ? [] : [{ selector, subjectOf }];
  });
  if (subjects.length > 0) {
    tests.push(({ question }) =>
      subjects.some(({ selector, subjectOf }) => {
        const value = subjectOf(question);
        return value !== undefined && selects(selector, [value]);
      }),
    );
  }
  const actions = selectors.get('actions');
  if (actions !== undefined) tests.push((asked) => actionHolds(effect, actions, asked));
  const categories = selectors.get('categories');
  if (categories !== undefined) tests.push((asked) => categoryHolds(effect, categories, asked));
  return (asked) => tests.every((test) => test(asked));
}

/** Names say nothing about actions. Where no fact does, an `allow` rule does not hold, not even by its exclusions alone. */
function actionHolds(effect: Effect, selector: Selector, { action }: Asked): boolean {
  if (action === undefined) return effect === 'deny' && selects(selector, []);
  return selects(selector, [action]);
}

/** What is only guessed may bring a tool under a `deny` rule and keep it out of an `allow` rule, never the other way round. */
function categoryHolds(effect: Effect, selector: Selector, { known, certain, suspected }: Asked): boolean {
  return effect === 'deny' ? selects(selector, suspected, certain) : known && selects(selector, certain, suspected);
}
