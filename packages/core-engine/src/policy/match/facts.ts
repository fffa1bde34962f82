import type { Action, Question } from '../../decision.js';
import type { Glob } from './glob.js';
import { type Selector, selects } from './selector.js';

/** What one policy's author says of the tools with these names. */
export interface Fact {
  readonly match: Glob;
  /** The servers whose tools are meant; all where absent. */
  readonly servers: Selector | undefined;
  readonly action: Action | undefined;
  readonly categories: readonly string[];
}

/** A question as the rules of one policy see it. */
export interface Asked {
  readonly question: Question;
  /** Whether the policy has a fact about the tool. */
  readonly known: boolean;
  /** The strictest of the facts that apply. */
  readonly action: Action | undefined;
  /** Of all facts that apply. */
  readonly certain: ReadonlySet<string>;
  /** The same and what is only guessed. */
  readonly suspected: ReadonlySet<string>;
}

export const ACTIONS: readonly Action[] = ['read', 'write', 'execute'];

/** `hints`: the categories that are guessed. Facts speak of tools only, and only to the policy that holds them. */
export function applyFacts(facts: readonly Fact[], question: Question, hints: ReadonlySet<string>): Asked {
  const { tool, server } = question;
  const applied =
    tool === undefined
      ? []
      : facts.filter(({ match, servers }) => match(tool) && (servers === undefined || selects(servers, [server])));
  const certain = new Set(applied.flatMap(({ categories }) => categories));
  return {
    question,
    known: applied.length > 0,
    action: ACTIONS.findLast((action) => applied.some((fact) => fact.action === action)),
    certain,
    suspected: new Set([...certain, ...hints]),
  };
}
