import { exclude, implies } from './bounds.js';
import { type Answer, isSame, isSetWithin, isWithin, shared, shareSet } from './choice.js';
import { isConditional, type Reach } from './reach.js';
import type { Effort } from './witness.js';

/** Whether names and scopes of `outer` hold wherever those of `inner` do. */
export function isInside(inner: Reach, outer: Reach, effort: Effort): Answer {
  if (inner.phase !== outer.phase || !areTraitsInside(inner, outer)) return false;
  for (const [label, value] of outer.labels) if (inner.labels.get(label) !== value) return false;
  let answer: Answer = true;
  for (const area of inner.areas) {
    const same = outer.areas.find(({ kind }) => kind === area.kind);
    if (same === undefined || ![...area.methods].every((method) => same.methods.has(method))) return false;
    const one = isWithin(area.names, same.names, effort);
    if (one === false) return false;
    answer &&= one;
  }
  for (const [index, choice] of inner.single.entries()) {
    const one = isWithin(choice, outer.single[index] ?? choice, effort);
    if (one === false) return false;
    answer &&= one;
  }
  const roles = isSetWithin(inner.roles, outer.roles, effort);
  return roles === false ? false : answer && roles;
}

/** Whether no question reaches `later` that `earlier`, which is tried first, has not decided. */
export function isTaken(later: Reach, earlier: Reach, effort: Effort): Answer {
  const { rule, effect } = earlier;
  if (effect === 'redact' || rule.shadow || rule.charges !== undefined) return false;
  // What cannot be evaluated is decided by a denial only; an `allow` rule below does not hold then either.
  const stays = !isConditional(earlier) || effect === 'deny' || later.effect === 'allow';
  if (!stays || !areConditionsInside(later, earlier)) return false;
  return isInside(later, earlier, effort);
}

/** Whether the conditions of `outer` hold wherever those of `inner` do. */
export function areConditionsInside(inner: Reach, outer: Reach): boolean {
  // An `allow` rule wants every host to pass, another one some host.
  const isOneWay = (text: string): boolean =>
    !text.startsWith('destinations=') || (inner.effect === 'allow') === (outer.effect === 'allow');
  return (
    outer.bounds.every((bound) => implies(inner.bounds, bound)) &&
    outer.others.every((text) => inner.others.includes(text) && isOneWay(text))
  );
}

/** A question that both rules may hold for. */
export interface Overlap {
  /** The name of a tool, resource or prompt that both take; absent where any will do. */
  readonly name?: string;
  /** Whether the two have conditions that nobody compared. */
  readonly isSure: boolean;
}

/** Undefined where there is no such question; 'unsure' where looking on would cost too much. */
export function overlapOf(one: Reach, other: Reach, effort: Effort): Overlap | 'unsure' | undefined {
  if (one.phase !== other.phase) return undefined;
  for (const [label, value] of one.labels) if ((other.labels.get(label) ?? value) !== value) return undefined;
  if (one.bounds.some((bound) => other.bounds.some((limit) => exclude(bound, limit)))) return undefined;
  const parts: Answer[] = [];
  const meeting = one.areas.flatMap((area) => {
    const same = other.areas.find(({ kind }) => kind === area.kind);
    if (same === undefined || ![...area.methods].some((method) => same.methods.has(method))) return [];
    return shared(area.names, same.names, effort) ?? [];
  });
  const [first] = meeting.filter((found) => found !== 'unsure');
  if (meeting.length === 0) return undefined;
  if (first === undefined) return 'unsure';
  for (const [index, choice] of one.single.entries()) {
    const found = shared(choice, other.single[index] ?? choice, effort);
    parts.push(found === 'unsure' ? undefined : found !== undefined);
  }
  parts.push(shareSet(one.roles, other.roles, effort));
  if (one.actions && other.actions) {
    const found = shared(one.actions, other.actions, effort);
    parts.push(found === 'unsure' ? undefined : found !== undefined);
  }
  if (one.categories && other.categories) parts.push(shareSet(one.categories, other.categories, effort));
  if (parts.includes(false)) return undefined;
  if (parts.includes(undefined)) return 'unsure';
  const isSure = ![one, other].some((reach) => isConditional(reach) || reach.categories || reach.actions);
  return { ...((one.hasSubject || other.hasSubject) && { name: first.text }), isSure };
}

/** What facts and names say of a tool is compared by its text only: facts may say anything. */
function areTraitsInside(inner: Reach, outer: Reach): boolean {
  const isOneWay = (inner.effect === 'allow') === (outer.effect === 'allow');
  for (const key of ['actions', 'categories'] as const) {
    const [small, large] = [inner[key], outer[key]];
    if (large !== undefined && (small === undefined || !isOneWay || !isSame(small, large))) return false;
  }
  return true;
}
