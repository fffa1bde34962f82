import type { Finding } from '../decision.js';
import { selectsOne } from '../policy/match/selector.js';
import { type Front, openFront } from './front.js';
import { Mark } from './marks.js';
import { join, type Mask } from './mask.js';
import type { Redaction } from './redaction.js';

/** Where one value stands: how far the paths have come, what was found there, and how deep that is. */
export interface Place {
  readonly front: Front;
  readonly mark: Mark | undefined;
  /** Objects and arrays around it, through all texts. */
  readonly depth: number;
  /** Texts around it. */
  readonly level: number;
  /** For every string, wherever it stands. */
  readonly every: Mask | undefined;
}

/** Whether something in the value may have to be changed. */
export function goesOn({ front, mark, every }: Place): boolean {
  return every !== undefined || front.goesOn || mark?.goesOn === true;
}

/**
 * Has `look` go over a value and give what there is to change. Undefined where nothing can be. What was found at a place
 * that is not there may be anywhere: then it goes over the value again, for every string.
 */
export function carryOut<Changes extends { readonly length: number }>(
  redactions: readonly Redaction[],
  findings: readonly Finding[],
  look: (top: Place) => Changes,
): Changes | undefined {
  const mark = new Mark();
  let every: Mask | undefined;
  let isAsked = false;
  for (const { type, path, range } of findings) {
    const mask = maskFor(type, redactions);
    if (mask === undefined) continue;
    isAsked = true;
    if (path === '') every = join(every, mask);
    else mark.add(path, { mask, range });
  }
  const paths = redactions.filter((redaction) => 'path' in redaction);
  if (paths.length === 0 && !isAsked) return undefined;
  const front = openFront(paths);
  const changes = look({ front, mark, depth: 0, level: 0, every });
  const lost = mark.lost();
  return lost === undefined ? changes : look({ front, mark, depth: 0, level: 0, every: join(every, lost) });
}

function maskFor(type: string, redactions: readonly Redaction[]): Mask | undefined {
  let mask: Mask | undefined;
  for (const redaction of redactions) {
    if (!('findings' in redaction) || !selectsOne(redaction.findings, type)) continue;
    mask = join(mask, { with: redaction.with, type });
  }
  return mask;
}

/** What is done to a value that is no string. */
export function maskAt({ front, mark }: Place): Mask | undefined {
  return join(front.hit, mark?.mask());
}

/** Whether the member or element goes out, whatever it holds. */
export function isRemoved(place: Place, isText: boolean): boolean {
  return maskAt(place)?.with === 'remove' || (isText && place.every?.with === 'remove');
}

export function memberOf(place: Place, key: string): Place {
  return { ...place, front: place.front.member(key), mark: place.mark?.below(key), depth: place.depth + 1 };
}

export function elementOf(place: Place, index: number): Place {
  return { ...place, front: place.front.element(index), mark: place.mark?.below(index), depth: place.depth + 1 };
}
