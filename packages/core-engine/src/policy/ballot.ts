import type { Decision, Question, Subject } from '../decision.js';
import { type Fact, NO_TRAITS, openTraits, type Traits } from './match/facts.js';
import { indexNames, type Shelf } from './match/name-index.js';
import type { Rule } from './match/rule.js';

/** A rule in its place among the others, and what its policy says where it decides. */
export interface Voter extends Rule {
  /** Its place in the order in which rules are tried. */
  readonly rank: number;
  readonly vote: Decision;
}

/** The rule that decides. `guessed`: categories in place of those that the tool's name suggests. */
export type Ballot = (question: Question, guessed?: ReadonlySet<string>) => Voter | undefined;

/**
 * The first rule that holds. Only those are asked that the subject's name can bring into question, so that a thousand rules
 * cost little more than ten; the answer is what asking all of them in turn would give. `voters`: in the order of their ranks.
 */
export function openBallot(voters: readonly Voter[], facts: readonly Fact[]): Ballot {
  const traitsOf = openTraits(facts);
  const startFor = openShelves(voters);
  return (question, guessed) => {
    let first: Voter | undefined;
    let traits: Traits | undefined;
    for (let shelf = startFor(question); shelf !== undefined; shelf = shelf.shorter) {
      for (const voter of shelf.entries) {
        // An earlier rule holds already, and what follows on this shelf is later still.
        if (first !== undefined && voter.rank >= first.rank) break;
        if (!voter.speaksOf(question)) continue;
        if (voter.needsTraits) traits ??= traitsOf(question.tool, question.server, guessed);
        if (voter.covers(question, traits ?? NO_TRAITS)) first = voter;
      }
    }
    return first;
  };
}

/** Where the rules about a subject stand. */
function openShelves(voters: readonly Voter[]): (subject: Subject) => Shelf<Voter> | undefined {
  const index = (kind: keyof Subject) => indexNames(voters, ({ heads }) => heads(kind));
  const [findTool, findResource, findPrompt] = [index('tool'), index('resource'), index('prompt')];
  const all: Shelf<Voter> = { head: '', entries: voters, shorter: undefined };
  return ({ tool, resource, prompt }) => {
    if (tool !== undefined && resource === undefined && prompt === undefined) return findTool(tool);
    if (tool === undefined && resource !== undefined && prompt === undefined) return findResource(resource);
    if (tool === undefined && resource === undefined && prompt !== undefined) return findPrompt(prompt);
    // Nothing to look up, or several names, which no call has: each rule is asked.
    return all;
  };
}
