import type { Finding } from '../decision.js';
import { isList, isMap, Unreadable, type Value, type ValueMap } from '../value/value.js';
import { keptOf } from './kept.js';
import { maskOther } from './mask.js';
import { carryOut, elementOf, goesOn, isRemoved, maskAt, memberOf, type Place } from './plan.js';
import type { Redaction } from './redaction.js';
import { changesOf, DEEPEST } from './walk.js';

const NO: readonly true[] = [];
const YES: readonly true[] = [true];

/**
 * Whether `redact` finds something to change in the bytes that this value was read from. Stops at the first change. Where the
 * bytes have a key twice, which no call has, only the last one is looked at: there ask `redact`.
 */
export function wouldChange(value: Value, redactions: readonly Redaction[], findings: readonly Finding[]): boolean {
  const found = carryOut(redactions, findings, (top) => {
    const isContainer = isMap(value) || isList(value);
    return (isContainer ? goesOn(top) && changesInside(value, top) : changes(value, top)) ? YES : NO;
  });
  return found === YES;
}

function changes(value: Value, place: Place): boolean {
  // Nobody has looked inside; `redact`, which works on the bytes, does.
  if (value instanceof Unreadable) return goesOn(place) || maskAt(place) !== undefined;
  if (typeof value === 'string') return changesOf(value, place).length > 0;
  const mask = maskAt(place);
  if (mask !== undefined) {
    place.mark?.placeAll();
    return maskOther(mask, keptOf(value)) !== undefined;
  }
  place.mark?.place();
  if (!(isMap(value) || isList(value)) || !goesOn(place)) return false;
  return place.depth >= DEEPEST || changesInside(value, place);
}

function changesInside(value: ValueMap | readonly Value[], place: Place): boolean {
  if (isMap(value)) {
    for (const [key, member] of value) if (changesBelow(member, memberOf(place, key))) return true;
    return false;
  }
  for (const [index, element] of value.entries()) if (changesBelow(element, elementOf(place, index))) return true;
  return false;
}

function changesBelow(value: Value, place: Place): boolean {
  return isRemoved(place, typeof value === 'string') || changes(value, place);
}
