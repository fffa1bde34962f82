import type { Action } from '../../decision.js';
import type { Glob, Head } from './glob.js';
import { type Selector, selectsOne } from './selector.js';

/** What one policy's author says of the tools with these names. */
export interface Fact {
  readonly match: Glob;
  readonly head: Head;
  /** The servers whose tools are meant; all where absent. */
  readonly servers: Selector | undefined;
  readonly action: Action | undefined;
  readonly categories: readonly string[];
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
}

const NONE: ReadonlySet<string> = new Set();

/** Of what is no tool, or of a tool that the policy's rules do not ask about. */
export const NO_TRAITS: Traits = Object.freeze({ known: false, action: undefined, certain: NONE, suspected: NONE });

export const ACTIONS: readonly Action[] = ['read', 'write', 'execute'];

/** `facts`: those about the tool's name. `hints`: the categories that are guessed. */
export function gatherTraits(facts: readonly Fact[], hints: ReadonlySet<string>, server: string): Traits {
  const applied = facts.filter(({ servers }) => servers === undefined || selectsOne(servers, server));
  const certain = new Set(applied.flatMap(({ categories }) => categories));
  return {
    known: applied.length > 0,
    action: ACTIONS.findLast((action) => applied.some((fact) => fact.action === action)),
    certain,
    suspected: new Set([...certain, ...hints]),
  };
}
