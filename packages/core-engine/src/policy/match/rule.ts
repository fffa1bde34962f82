import type { Question, Risk, Subject } from '../../decision.js';
import type { Traits } from './facts.js';
import type { Head } from './glob.js';
import { type Selector, selects, selectsOne } from './selector.js';

export type Effect = 'allow' | 'deny';
export type RulePhase = 'call' | 'request';

/** When a rule holds: it speaks of the subject, and it covers the question. */
export interface Conditions {
  /** How the names begin that it may speak of. */
  readonly heads: (kind: keyof Subject) => readonly Head[];
  /** A rule that names no subjects speaks of every one, and of none. */
  readonly speaksOf: (subject: Subject) => boolean;
  /** Every other selector holds. */
  readonly covers: (question: Question, traits: Traits) => boolean;
  /** Whether `covers` looks at the traits. */
  readonly needsTraits: boolean;
}

/** One rule, ready to be asked. */
export interface Rule extends Conditions {
  readonly id: string;
  readonly effect: Effect;
  readonly phase: RulePhase;
  readonly priority: number;
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

const SUBJECTS: readonly (readonly [keyof Subject, SubjectKey])[] = [
  ['tool', 'tools'],
  ['resource', 'resources'],
  ['prompt', 'prompts'],
];

const ANY_NAME: readonly Head[] = [{ text: '', whole: false }];
const NO_NAME: readonly Head[] = [];

type Test = Conditions['covers'];

const SCOPES: readonly (readonly [ScopeKey, (selector: Selector) => Test])[] = [
  ['servers', (selector) => (question) => selectsOne(selector, question.server)],
  ['methods', (selector) => (question) => selectsOne(selector, question.method)],
  ['agents', (selector) => (question) => selectsOne(selector, question.principal.id)],
  ['roles', (selector) => (question) => selects(selector, question.principal.roles)],
  ['environments', (selector) => (question) => selectsOne(selector, question.environment)],
];

export function compileConditions(effect: Effect, selectors: Selectors): Conditions {
  const tests = SCOPES.flatMap(([key, compile]) => {
    const selector = selectors.get(key);
    return selector === undefined ? [] : [compile(selector)];
  });
  const actions = selectors.get('actions');
  if (actions !== undefined) tests.push((_, traits) => actionHolds(effect, actions, traits));
  const categories = selectors.get('categories');
  if (categories !== undefined) tests.push((_, traits) => categoryHolds(effect, categories, traits));
  return {
    ...compileSubjects(selectors),
    covers: (question, traits) => tests.every((test) => test(question, traits)),
    needsTraits: actions !== undefined || categories !== undefined,
  };
}

/** Selectors of several kinds are alternatives. */
function compileSubjects(selectors: Selectors): Pick<Conditions, 'heads' | 'speaksOf'> {
  const named = SUBJECTS.flatMap(([kind, key]) => {
    const selector = selectors.get(key);
    return selector === undefined ? [] : [{ kind, selector }];
  });
  if (named.length === 0) return { heads: () => ANY_NAME, speaksOf: () => true };
  return {
    heads(kind) {
      const selector = named.find((one) => one.kind === kind)?.selector;
      if (selector === undefined) return NO_NAME;
      return selector.positive.length === 0 ? ANY_NAME : selector.heads;
    },
    speaksOf: (subject) =>
      named.some(({ kind, selector }) => {
        const name = subject[kind];
        return name !== undefined && selectsOne(selector, name);
      }),
  };
}

/** Names say nothing about actions. Where no fact does, an `allow` rule does not hold, not even by its exclusions alone. */
function actionHolds(effect: Effect, selector: Selector, { action }: Traits): boolean {
  if (action === undefined) return effect === 'deny' && selects(selector, []);
  return selectsOne(selector, action);
}

/** What is only guessed may bring a tool under a `deny` rule and keep it out of an `allow` rule, never the other way round. */
function categoryHolds(effect: Effect, selector: Selector, { known, certain, suspected }: Traits): boolean {
  return effect === 'deny' ? selects(selector, suspected, certain) : known && selects(selector, certain, suspected);
}
