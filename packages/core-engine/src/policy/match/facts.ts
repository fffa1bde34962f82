import type { Action } from '../../decision.js';
import type { Glob, Head } from './glob.js';
import { indexNames, type Shelf } from './name-index.js';
import { remember } from './remember.js';
import { type Selector, selectsOne } from './selector.js';
import { categoriesOf } from './words.js';

/** What one policy's author says of the tools with these names. */
export interface Fact {
  readonly match: Glob;
  readonly head: Head;
  /** The servers whose tools are meant; all where absent. */
  readonly servers: Selector | undefined;
  readonly action: Action | undefined;
  readonly categories: readonly string[];
  /** Labels that a result of the tool leaves on the session. */
  readonly marks: readonly string[];
}

/** A tool as the rules of one policy see it. */
export interface Traits {
  /** Whether the policy has a fact about the tool. */
  readonly known: boolean;
  /** The strictest of the facts that apply. */
  readonly action: Action | undefined;
  /** Of all facts that apply. */
  readonly certain: ReadonlySet<string>;
  /** The same and what is only guessed. */
  readonly suspected: ReadonlySet<string>;
  /** Of all facts that apply. */
  readonly marks: readonly string[];
}

/** What follows from a tool's name alone. */
interface Named {
  /** The facts about it, on whatever server. */
  readonly facts: readonly Fact[];
  readonly hints: ReadonlySet<string>;
  /** Where they are the same on every server. */
  readonly traits: Traits | undefined;
}

export const ACTIONS: readonly Action[] = ['read', 'write', 'execute'];

const NONE: ReadonlySet<string> = new Set();
/** Of what is no tool: facts speak of tools only. */
export const NO_TRAITS: Traits = Object.freeze({
  known: false,
  action: undefined,
  certain: NONE,
  suspected: NONE,
  marks: [],
});

/** Of V8 on 64 bits; a set keeps places free. */
const BYTES_PER_FACT = 8;
const BYTES_PER_CATEGORY = 48;

/** Most names, those of a flood among them: one value for all of them. */
const NOTHING_KNOWN: Named = Object.freeze({ facts: [], hints: NONE, traits: NO_TRAITS });

/** `guessed`: categories in place of those that a tool's name suggests. `hinted`: categories by the server's word, which only add to the suspected. */
export type TraitsOf = (
  tool: string | undefined,
  server: string,
  guessed?: ReadonlySet<string>,
  hinted?: ReadonlySet<string>,
) => Traits;

export function openTraits(facts: readonly Fact[]): TraitsOf {
  const find = indexNames(facts, ({ head }) => [head]);
  const named = remember((tool) => readName(tool, find(tool)), sizeOf);
  return (tool, server, guessed, hinted = NONE) => {
    if (tool === undefined) return guessed === undefined ? NO_TRAITS : gather([], server, guessed);
    const { facts, hints, traits } = named(tool);
    if (traits !== undefined && guessed === undefined && hinted.size === 0) return traits;
    const suggested = guessed ?? hints;
    return gather(facts, server, hinted.size === 0 ? suggested : new Set([...suggested, ...hinted]));
  };
}

function readName(tool: string, from: Shelf<Fact> | undefined): Named {
  const facts: Fact[] = [];
  for (let shelf = from; shelf !== undefined; shelf = shelf.shorter) {
    for (const fact of shelf.entries) if (fact.match(tool)) facts.push(fact);
  }
  const hints = categoriesOf(tool);
  if (facts.length === 0 && hints.size === 0) return NOTHING_KNOWN;
  const isSameEverywhere = facts.every(({ servers }) => servers === undefined);
  return { facts, hints, traits: isSameEverywhere ? gather(facts, '', hints) : undefined };
}

function gather(facts: readonly Fact[], server: string, hints: ReadonlySet<string>): Traits {
  const applied = facts.filter(({ servers }) => servers === undefined || selectsOne(servers, server));
  const certain = new Set(applied.flatMap(({ categories }) => categories));
  return {
    known: applied.length > 0,
    action: ACTIONS.findLast((action) => applied.some((fact) => fact.action === action)),
    certain,
    suspected: certain.size === 0 ? hints : new Set([...certain, ...hints]),
    marks: [...new Set(applied.flatMap(({ marks }) => marks))],
  };
}

function sizeOf({ facts, hints, traits = NO_TRAITS }: Named): number {
  const categories = hints.size + traits.certain.size + traits.suspected.size;
  return facts.length * BYTES_PER_FACT + (categories + traits.marks.length) * BYTES_PER_CATEGORY;
}
