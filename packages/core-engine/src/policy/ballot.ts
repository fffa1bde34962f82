import type { Question, Subject } from '../decision.js';
import { type Fact, NO_TRAITS, openTraits, type Traits } from './match/facts.js';
import { indexNames, type Shelf } from './match/name-index.js';
import { hintsOf, type Rule } from './match/rule.js';

/** A rule in its place among the others. */
export interface Voter extends Rule {
  /** Its place in the order in which rules are tried. */
  readonly rank: number;
}

/** The rules of one phase. `guessed`: categories in place of those that the tool's name suggests. */
export interface Ballot<One extends Voter> {
  /** The first rule whose selectors hold. */
  readonly first: (question: Question, guessed?: ReadonlySet<string>) => One | undefined;
  /** All rules whose selectors hold, in their order, until one says that it is enough. */
  readonly each: (question: Question, isEnough: (voter: One) => boolean, guessed?: ReadonlySet<string>) => void;
  readonly traits: (question: Question, guessed?: ReadonlySet<string>) => Traits;
}

/**
 * Only those rules are asked that the subject's name can bring into question, so that a thousand rules cost little more than
 * ten; the answer is what asking all of them in turn would give. `voters`: in the order of their ranks.
 */
export function openBallot<One extends Voter>(voters: readonly One[], facts: readonly Fact[]): Ballot<One> {
  const traitsOf = openTraits(facts);
  const startFor = openShelves(voters);
  const known: Orders<One> = new Map();
  const readTraits = ({ tool, server, annotations }: Question, guessed?: ReadonlySet<string>): Traits =>
    traitsOf(tool, server, guessed, hintsOf(annotations));

  return {
    traits: readTraits,
    first(question, guessed) {
      let first: One | undefined;
      let traits: Traits | undefined;
      for (let shelf = startFor(question); shelf !== undefined; shelf = shelf.shorter) {
        for (const voter of shelf.entries) {
          // An earlier rule holds already, and what follows on this shelf is later still.
          if (first !== undefined && voter.rank >= first.rank) break;
          if (!voter.speaksOf(question)) continue;
          if (voter.needsTraits) traits ??= readTraits(question, guessed);
          if (voter.covers(question, traits ?? NO_TRAITS)) first = voter;
        }
      }
      return first;
    },
    each(question, isEnough, guessed) {
      let traits: Traits | undefined;
      for (const voter of inOrder(startFor(question), known)) {
        if (!voter.speaksOf(question)) continue;
        if (voter.needsTraits) traits ??= readTraits(question, guessed);
        if (voter.covers(question, traits ?? NO_TRAITS) && isEnough(voter)) return;
      }
    },
  };
}

/** What was put in order lately. */
type Orders<One extends Voter> = Map<Shelf<One>, readonly One[]>;

/** Most policies are asked about fewer shelves than this; a list may be as long as the policy, so not all are kept. */
const MOST_ORDERS = 256;

/** The entries of a shelf and of all behind it by rank, each once. */
function inOrder<One extends Voter>(start: Shelf<One> | undefined, known: Orders<One>): readonly One[] {
  if (start === undefined) return [];
  if (start.shorter === undefined) return start.entries;
  const there = known.get(start);
  if (there !== undefined) return there;
  const all: One[] = [];
  for (let shelf: Shelf<One> | undefined = start; shelf !== undefined; shelf = shelf.shorter)
    all.push(...shelf.entries);
  all.sort((a, b) => a.rank - b.rank);
  const ordered = all.filter((voter, index) => voter.rank !== all[index - 1]?.rank);
  if (known.size >= MOST_ORDERS) known.clear();
  known.set(start, ordered);
  return ordered;
}

/** Where the rules about a subject stand. */
function openShelves<One extends Voter>(voters: readonly One[]): (subject: Subject) => Shelf<One> | undefined {
  const index = (kind: keyof Subject) => indexNames(voters, ({ heads }) => heads(kind));
  const [findTool, findResource, findPrompt] = [index('tool'), index('resource'), index('prompt')];
  const all: Shelf<One> = { head: '', entries: voters, shorter: undefined };
  return ({ tool, resource, prompt }) => {
    if (tool !== undefined && resource === undefined && prompt === undefined) return findTool(tool);
    if (tool === undefined && resource !== undefined && prompt === undefined) return findResource(resource);
    if (tool === undefined && resource === undefined && prompt !== undefined) return findPrompt(prompt);
    // Nothing to look up, or several names, which no call has: each rule is asked.
    return all;
  };
}
