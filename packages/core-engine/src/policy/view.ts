import type { Decision, Subject } from '../decision.js';
import { type Fact, gatherTraits, NO_TRAITS, type Traits } from './match/facts.js';
import { indexNames } from './match/name-index.js';
import { remember } from './match/remember.js';
import type { Rule } from './match/rule.js';
import { categoriesOf } from './match/words.js';

/** A rule, and what its policy says where it decides. */
export interface Voter extends Rule {
  readonly vote: Decision;
}

/** What a policy holds for one subject. Depends on the subject's name alone: who asks, how and where is looked at later. */
export interface View {
  /** The rules that speak of the subject, in the order in which they are tried. */
  readonly voters: readonly Voter[];
  /** The facts about the tool, on whatever server. */
  readonly facts: readonly Fact[];
  /** The categories that the tool's name suggests. */
  readonly hints: ReadonlySet<string>;
  /** The tool's traits, where they are the same on every server. */
  readonly traits: Traits | undefined;
}

const NO_HINTS: ReadonlySet<string> = new Set();
/** Of V8 on 64 bits. */
const BYTES_PER_REFERENCE = 8;
/** About; a set keeps places free. */
const BYTES_PER_MEMBER = 48;

/** `voters`: in the order in which they are tried. A view is what asking each of them and each fact would give. */
export function openViews(voters: readonly Voter[], facts: readonly Fact[]): (subject: Subject) => View {
  const open = (kind: keyof Subject) => {
    const votersOf = indexNames(voters, ({ heads }) => heads(kind));
    // Facts speak of tools only.
    const factsOf = indexNames(kind === 'tool' ? facts : [], ({ head }) => [head]);
    return remember((name) => look({ [kind]: name }, votersOf(name), factsOf(name)), sizeOf);
  };
  const [ofTool, ofResource, ofPrompt] = [open('tool'), open('resource'), open('prompt')];
  const ofNothing = look({}, voters, []);
  return (subject) => {
    const { tool, resource, prompt } = subject;
    if (tool !== undefined && resource === undefined && prompt === undefined) return ofTool(tool);
    if (resource !== undefined && tool === undefined && prompt === undefined) return ofResource(resource);
    if (prompt !== undefined && tool === undefined && resource === undefined) return ofPrompt(prompt);
    // No call has two subjects. If a question does, all rules are asked.
    return tool === undefined && resource === undefined ? ofNothing : look(subject, voters, facts);
  };
}

/** Of the voters and facts those that belong here: no other is needed, so each list may be short of the others. */
function look(subject: Subject, voters: readonly Voter[], facts: readonly Fact[]): View {
  const { tool } = subject;
  const speaking = voters.filter(({ speaksOf }) => speaksOf(subject));
  if (tool === undefined || !speaking.some(({ needsTraits }) => needsTraits)) {
    return { voters: speaking, facts: [], hints: NO_HINTS, traits: NO_TRAITS };
  }
  const about = facts.filter(({ match }) => match(tool));
  const hints = categoriesOf(tool);
  const isSameEverywhere = about.every(({ servers }) => servers === undefined);
  return {
    voters: speaking,
    facts: about,
    hints,
    traits: isSameEverywhere ? gatherTraits(about, hints, '') : undefined,
  };
}

/** `guessed`: in place of the hints. */
export function traitsOf(
  { facts, hints, traits }: View,
  server: string,
  guessed: ReadonlySet<string> | undefined,
): Traits {
  if (traits !== undefined && guessed === undefined) return traits;
  return gatherTraits(facts, guessed ?? hints, server);
}

/** In bytes, about. */
function sizeOf({ voters, facts, hints, traits = NO_TRAITS }: View): number {
  const members = hints.size + traits.certain.size + traits.suspected.size;
  return (voters.length + facts.length) * BYTES_PER_REFERENCE + members * BYTES_PER_MEMBER;
}
