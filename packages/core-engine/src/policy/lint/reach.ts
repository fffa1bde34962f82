import type { Effect, Phase, Subject } from '../../decision.js';
import type { Rule } from '../match/rule.js';
import type { Node } from '../source/node.js';
import { type Bound, boundsOf } from './bounds.js';
import { ANYTHING, type Choice, choiceOf, selectorOf } from './choice.js';

/** What a rule may speak of: the names of one kind, under these methods. */
export interface Area {
  readonly kind: keyof Subject | 'none';
  readonly names: Choice;
  readonly methods: ReadonlySet<string>;
}

/** Which questions a rule may hold for, as far as it can be read off what its author wrote. */
export interface Reach {
  readonly rule: Rule;
  readonly effect: Effect;
  readonly phase: Phase;
  readonly areas: readonly Area[];
  /** `servers`, `agents`, `environments`: of each there is one value. */
  readonly single: readonly Choice[];
  readonly roles: Choice;
  readonly actions: Choice | undefined;
  readonly categories: Choice | undefined;
  readonly labels: ReadonlyMap<string, string>;
  /** The comparisons of a simple `when`. */
  readonly bounds: readonly Bound[];
  /** Other conditions, by their text: `destinations`, findings, and a `when` that is not simple. */
  readonly others: readonly string[];
  /** Whether it names tools, resources or prompts. */
  readonly hasSubject: boolean;
}

/** The methods that are judged, by what they speak of. */
export const METHODS: Readonly<Record<Area['kind'], readonly string[]>> = {
  tool: ['tools/call'],
  resource: [
    ...['resources/read', 'resources/subscribe', 'resources/unsubscribe'],
    ...['subscriptions/listen', 'completion/complete'],
  ],
  prompt: ['prompts/get', 'completion/complete'],
  none: ['sampling/createMessage', 'elicitation/create', 'roots/list'],
};

const KINDS = [
  ['tool', 'tools'],
  ['resource', 'resources'],
  ['prompt', 'prompts'],
] as const;
const SINGLE = ['servers', 'agents', 'environments'] as const;

export function reachOf(rule: Rule): Reach {
  const { written, effect, phase } = rule;
  const nodeOf = (key: string): Node | undefined => written.get(key)?.value;
  const choice = (key: string): Choice => {
    const value = nodeOf(key);
    return value === undefined ? ANYTHING : choiceOf(value);
  };
  const named = KINDS.filter(([, key]) => written.has(key));
  const kinds: readonly (readonly [Area['kind'], string])[] =
    phase === 'request' ? [['none', '']] : named.length > 0 ? named : KINDS;
  const selects = selectorOf(choice('methods'));
  const when = nodeOf('when');
  const bounds = when && boundsOf(when);
  return {
    rule,
    effect,
    phase,
    areas: kinds
      .map(([kind, key]) => ({ kind, names: choice(key), methods: new Set(METHODS[kind].filter(selects)) }))
      .filter(({ methods }) => methods.size > 0),
    single: SINGLE.map(choice),
    roles: choice('roles'),
    actions: written.has('actions') ? choice('actions') : undefined,
    categories: written.has('categories') ? choice('categories') : undefined,
    labels: labelsOf(nodeOf('labels')),
    bounds: bounds ?? [],
    others: [
      ...['destinations', 'findings', 'min_score'].flatMap((key) => textOf(key, nodeOf(key))),
      ...(bounds === undefined ? textOf('when', when) : []),
    ],
    hasSubject: named.length > 0,
  };
}

/** Whether the rule asks for more than names and scopes. */
export function isConditional({ bounds, others, rule }: Reach): boolean {
  return bounds.length > 0 || others.length > 0 || rule.charges !== undefined;
}

function labelsOf(node: Node | undefined): ReadonlyMap<string, string> {
  const entries = node?.kind === 'mapping' ? node.entries : [];
  return new Map(entries.map(({ key, value }) => [key, value.kind === 'scalar' ? value.text : '']));
}

function textOf(key: string, node: Node | undefined): readonly string[] {
  return node === undefined ? [] : [`${key}=${JSON.stringify(plainOf(node))}`];
}

function plainOf(node: Node): unknown {
  if (node.kind === 'list') return node.items.map(plainOf);
  if (node.kind === 'mapping') return node.entries.map(({ key, value }) => [key, plainOf(value)]);
  return node.kind === 'scalar' ? [node.text, node.plain] : null;
}
