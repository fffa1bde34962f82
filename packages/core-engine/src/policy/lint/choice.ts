import { compileGlob, headOf } from '../match/glob.js';
import { selectsOne } from '../match/selector.js';
import type { Node } from '../source/node.js';
import { type Effort, findText, type Witness } from './witness.js';

/** A selector as written: globs, some of which exclude. */
export interface Choice {
  readonly positive: readonly string[];
  readonly excluded: readonly string[];
}

/** Undecided where looking further would cost too much. */
export type Answer = boolean | undefined;

export const ANYTHING: Choice = { positive: [], excluded: [] };

/** The reader has found it to be a list of globs. */
export function choiceOf(node: Node): Choice {
  const entries = node.kind === 'list' ? node.items.flatMap((item) => (item.kind === 'scalar' ? [item.text] : [])) : [];
  return {
    positive: entries.filter((entry) => !entry.startsWith('!')),
    excluded: entries.filter((entry) => entry.startsWith('!')).map((entry) => entry.slice(1)),
  };
}

/** A text that all of these select and none of those. */
export function selectedBy(all: readonly Choice[], none: readonly Choice[], effort: Effort): Witness {
  const globs: string[] = [];
  const place = (choice: Choice) => {
    const start = globs.push(...choice.positive) - choice.positive.length;
    const middle = globs.push(...choice.excluded) - choice.excluded.length;
    const end = globs.length;
    return (meets: readonly boolean[]): boolean => {
      for (let at = middle; at < end; at += 1) if (meets[at]) return false;
      return start === middle || meets.slice(start, middle).includes(true);
    };
  };
  const must = all.map(place);
  const mustNot = none.map(place);
  return findText(
    globs,
    (meets) => must.every((selects) => selects(meets)) && !mustNot.some((selects) => selects(meets)),
    effort,
  );
}

/** Whether each value that `inner` selects is selected by `outer` too. */
export function isWithin(inner: Choice, outer: Choice, effort: Effort): Answer {
  if (outer === ANYTHING || isSame(inner, outer)) return true;
  // Almost all pairs of a large policy have nothing in common, and one text shows it.
  const { sample } = known(inner);
  if (sample !== undefined && !known(outer).selects(sample)) return false;
  return not(selectedBy([inner], [outer], effort));
}

/** A value that both select. */
export function shared(one: Choice, other: Choice, effort: Effort): Witness {
  for (const [first, second] of [[one, other] as const, [other, one] as const]) {
    const { sample } = known(first);
    if (sample !== undefined && known(second).selects(sample)) return { text: sample };
  }
  if (areApart(one, other)) return undefined;
  return selectedBy([one, other], [], effort);
}

/** Whether each set of values that `inner` selects is selected by `outer` too. */
export function isSetWithin(inner: Choice, outer: Choice, effort: Effort): Answer {
  if (outer === ANYTHING || isSame(inner, outer)) return true;
  const allowed: Choice = { positive: [], excluded: inner.excluded };
  const excluded: Choice = { positive: outer.excluded, excluded: [] };
  const wanted: Choice = { positive: outer.positive, excluded: [] };
  // A set that `inner` selects is left out where it holds a value that `outer` excludes, or none that it wants.
  const hasExcluded = outer.excluded.length === 0 ? false : found(selectedBy([allowed, excluded], [], effort));
  const lacks =
    outer.positive.length === 0 ? false : inner.positive.length === 0 || found(selectedBy([inner], [wanted], effort));
  if (hasExcluded === true || lacks === true) return false;
  return hasExcluded === undefined || lacks === undefined ? undefined : true;
}

/** Whether one set of values is selected by both. */
export function shareSet(one: Choice, other: Choice, effort: Effort): Answer {
  const excluded = [...one.excluded, ...other.excluded];
  const answers = [one, other]
    .filter(({ positive }) => positive.length > 0)
    .map(({ positive }) => found(selectedBy([{ positive, excluded }], [], effort)));
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

export function isSame(one: Choice, other: Choice): boolean {
  return sameTexts(one.positive, other.positive) && sameTexts(one.excluded, other.excluded);
}

function sameTexts(one: readonly string[], other: readonly string[]): boolean {
  const known = new Set(other);
  return one.every((text) => known.has(text)) && new Set(one).size === known.size;
}

function found(witness: Witness): Answer {
  return witness === 'unsure' ? undefined : witness !== undefined;
}

function not(witness: Witness): Answer {
  return witness === 'unsure' ? undefined : witness === undefined;
}

/** Almost all pairs of a large policy name different things: their beginnings say so. */
function areApart(one: Choice, other: Choice): boolean {
  if (one.positive.length === 0 || other.positive.length === 0) return false;
  const { heads } = known(other);
  return known(one).heads.every((head) => heads.every((text) => differ(head, text)));
}

function differ(one: string, other: string): boolean {
  return !one.startsWith(other) && !other.startsWith(one);
}

interface Known {
  readonly selects: (text: string) => boolean;
  /** The first positive entry with nothing for `*`, if the choice takes that. */
  readonly sample: string | undefined;
  readonly heads: readonly string[];
}

/** A choice is compared with thousands of others. */
const choices = new WeakMap<Choice, Known>();

function known(choice: Choice): Known {
  const before = choices.get(choice);
  if (before !== undefined) return before;
  const selects = selectorOf(choice);
  const [first] = choice.positive;
  const sample = first?.replaceAll(
    /\\(.)|\*|\?/gsu,
    (token, literal: string | undefined) => literal ?? (token === '?' ? 'x' : ''),
  );
  const heads = choice.positive.map((glob) => headOf(glob).text);
  const made = { selects, heads, sample: sample !== undefined && selects(sample) ? sample : undefined };
  choices.set(choice, made);
  return made;
}

/** The choice as the gateway takes it. */
export function selectorOf({ positive, excluded }: Choice): (text: string) => boolean {
  const selector = { positive: positive.map(compileGlob), excluded: excluded.map(compileGlob), heads: [] };
  return (text) => selectsOne(selector, text);
}
