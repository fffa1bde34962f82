import type { Annotations, Approval, Effect, Phase, Question, Risk, Subject } from '../../decision.js';
import type { Redaction } from '../../redact/redaction.js';
import type { Charges } from '../charge.js';
import type { Place } from '../problem.js';
import type { Fields } from '../schema/fields.js';
import type { Test } from './dynamic.js';
import type { Traits } from './facts.js';
import type { Head } from './glob.js';
import { type Selector, selects, selectsOne } from './selector.js';

export type RulePhase = Phase;

/** When a rule holds, as far as names, scopes and facts say: it speaks of the subject, and it covers the question. */
export interface Conditions {
  /** How the names begin that it may speak of. */
  readonly heads: (kind: keyof Subject) => readonly Head[];
  /** A rule that names no subjects speaks of every one, and of none. */
  readonly speaksOf: (subject: Subject) => boolean;
  /** Every other selector holds. */
  readonly covers: (question: Question, traits: Traits) => boolean;
  /** Whether `covers` looks at the traits. */
  readonly needsTraits: boolean;
  /** The selectors one by one, in the order in which `explain` tells of them. */
  readonly parts: readonly Part[];
}

/** One selector of a rule. */
interface Part {
  readonly key: SubjectKey | ScopeKey | FactKey | 'labels';
  readonly holds: (question: Question, traits: Traits) => boolean;
  /** What it looked at. */
  readonly sees: (question: Question, traits: Traits) => unknown;
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
  readonly shadow: boolean;
  /** What is asked behind the selectors, in this order; each may be impossible to evaluate. */
  readonly tests: readonly Test[];
  readonly charges?: Charges;
  readonly redactions: readonly Redaction[];
  readonly marks: readonly string[];
  readonly approval?: Approval;
  /** What decides whether it matches, as its author wrote it. Made when it is asked for: no decision needs it. */
  readonly shown: () => ReadonlyMap<string, readonly string[]>;
  /** Where it stands in its file. */
  readonly place: Place;
  /** As its author wrote it, for what compares rules with each other. */
  readonly written: Fields;
}

export type SubjectKey = 'tools' | 'resources' | 'prompts';
export type ScopeKey = 'servers' | 'methods' | 'agents' | 'roles' | 'environments';
export type FactKey = 'actions' | 'categories';

/** The selectors that a rule names. */
export type Selectors = ReadonlyMap<SubjectKey | ScopeKey | FactKey, Selector>;
export type Labels = ReadonlyMap<string, string>;

const SUBJECTS: readonly (readonly [keyof Subject, SubjectKey])[] = [
  ['tool', 'tools'],
  ['resource', 'resources'],
  ['prompt', 'prompts'],
];

const ANY_NAME: readonly Head[] = [{ text: '', whole: false }];
const NO_NAME: readonly Head[] = [];

/** How each scope selector is asked, and what it sees. */
const SCOPES: readonly (readonly [
  ScopeKey,
  (question: Question) => string | readonly string[],
  (selector: Selector) => (question: Question) => boolean,
])[] = [
  [
    'servers',
    ({ server }) => server,
    (selector) =>
      ({ server }) =>
        selectsOne(selector, server),
  ],
  [
    'methods',
    ({ method }) => method,
    (selector) =>
      ({ method }) =>
        selectsOne(selector, method),
  ],
  [
    'agents',
    ({ principal }) => principal.id,
    (selector) =>
      ({ principal }) =>
        selectsOne(selector, principal.id),
  ],
  [
    'roles',
    ({ principal }) => principal.roles,
    (selector) =>
      ({ principal }) =>
        selects(selector, principal.roles),
  ],
  [
    'environments',
    ({ environment }) => environment,
    (selector) =>
      ({ environment }) =>
        selectsOne(selector, environment),
  ],
];

export function compileConditions(effect: Effect, selectors: Selectors, labels?: Labels): Conditions {
  const parts: Part[] = SCOPES.flatMap(([key, sees, compile]) => {
    const selector = selectors.get(key);
    return selector === undefined ? [] : [{ key, holds: compile(selector), sees }];
  });
  if (labels !== undefined) {
    parts.push({
      key: 'labels',
      holds: ({ principal }) => hasLabels(principal.labels, labels),
      sees: ({ principal }) => principal.labels ?? {},
    });
  }
  const actions = selectors.get('actions');
  if (actions !== undefined) {
    parts.push({
      key: 'actions',
      holds: (_, traits) => actionHolds(effect, actions, traits),
      sees: (_, { action }) => action,
    });
  }
  const categories = selectors.get('categories');
  if (categories !== undefined) {
    parts.push({
      key: 'categories',
      holds: (_, traits) => categoryHolds(effect, categories, traits),
      sees: (_, { certain, suspected }) => [...(effect === 'allow' ? certain : suspected)],
    });
  }
  const subjects = compileSubjects(selectors);
  const tests = parts.map(({ holds }) => holds);
  return {
    ...subjects,
    parts: [...subjects.parts, ...parts],
    covers: (question, traits) => tests.every((test) => test(question, traits)),
    needsTraits: actions !== undefined || categories !== undefined,
  };
}

/** Selectors of several kinds are alternatives. */
function compileSubjects(selectors: Selectors): Pick<Conditions, 'heads' | 'speaksOf' | 'parts'> {
  const named = SUBJECTS.flatMap(([kind, key]) => {
    const selector = selectors.get(key);
    return selector === undefined ? [] : [{ kind, key, selector }];
  });
  const [first] = named;
  if (first === undefined) return { heads: () => ANY_NAME, speaksOf: () => true, parts: [] };
  const speaksOf = (subject: Subject): boolean =>
    named.some(({ kind, selector }) => {
      const name = subject[kind];
      return name !== undefined && selectsOne(selector, name);
    });
  return {
    heads(kind) {
      const selector = named.find((one) => one.kind === kind)?.selector;
      if (selector === undefined) return NO_NAME;
      return selector.positive.length === 0 ? ANY_NAME : selector.heads;
    },
    speaksOf,
    parts: [{ key: first.key, holds: speaksOf, sees: ({ tool, resource, prompt }) => tool ?? resource ?? prompt }],
  };
}

/** Compared as text; a principal without one of them has other ones. */
function hasLabels(has: Readonly<Record<string, string>> = {}, wanted: Labels): boolean {
  for (const [key, value] of wanted) if (!Object.hasOwn(has, key) || has[key] !== value) return false;
  return true;
}

/** Names say nothing about actions. Where no fact does, an `allow` rule does not hold, not even by its exclusions alone. */
function actionHolds(effect: Effect, selector: Selector, { action }: Traits): boolean {
  if (action === undefined) return effect !== 'allow' && selects(selector, []);
  return selectsOne(selector, action);
}

/** What is only guessed may bring a tool under a rule that makes things stricter and keep it out of an `allow` rule, never the other way round. */
function categoryHolds(effect: Effect, selector: Selector, { known, certain, suspected }: Traits): boolean {
  return effect === 'allow' ? known && selects(selector, certain, suspected) : selects(selector, suspected, certain);
}

const NO_HINTS: ReadonlySet<string> = new Set();
const DESTRUCTIVE: ReadonlySet<string> = new Set(['hint.destructive']);
const OPEN_WORLD: ReadonlySet<string> = new Set(['hint.open-world']);
const BOTH: ReadonlySet<string> = new Set([...DESTRUCTIVE, ...OPEN_WORLD]);

/** The categories that a server's word gives a tool. It is not asked what it says where it says nothing. */
export function hintsOf(annotations: Annotations | undefined): ReadonlySet<string> {
  if (annotations?.destructive !== true) return annotations?.openWorld === true ? OPEN_WORLD : NO_HINTS;
  return annotations.openWorld === true ? BOTH : DESTRUCTIVE;
}
