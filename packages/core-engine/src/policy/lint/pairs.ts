import { quote } from '../schema/suggest.js';
import { areConditionsInside, isInside, isTaken, type Overlap, overlapOf } from './compare.js';
import { isConditional, type Reach } from './reach.js';
import type { Warn } from './warnings.js';
import type { Effort } from './witness.js';

/** What a pair costs that has nothing in common, in steps of the search for a text. */
export const PAIR = 5;

/** What two rules say together: the later one's place names both. `reaches`: in the order in which rules are tried. */
export function comparePairs(reaches: readonly Reach[], effort: Effort, warn: Warn): void {
  for (const [index, later] of reaches.entries()) {
    const above = reaches.slice(0, index).filter(({ phase }) => phase === later.phase);
    effort.left -= above.length * PAIR;
    if (effort.left < 0) return;
    if (warnTaken(later, above, effort, warn)) continue;
    if (later.rule.shadow || (later.effect !== 'deny' && later.effect !== 'approve')) continue;
    warnLate(later, above, effort, warn);
  }
}

/** Whether one rule above decides all that this one speaks of. */
function warnTaken(later: Reach, above: readonly Reach[], effort: Effort, warn: Warn): boolean {
  const earlier = above.find((one) => isTaken(later, one, effort) === true);
  if (earlier === undefined) return false;
  const { effect, rule } = later;
  const isSame = !rule.shadow && areConditionsInside(earlier, later) && isInside(earlier, later, effort) === true;
  const message =
    isSame && effect !== earlier.effect && effect !== 'redact'
      ? `contradicts ${called(earlier)} on the same calls, which decides first`
      : `is never reached: ${called(earlier)} decides all that it speaks of`;
  warn(rule.place, `rule ${quote(rule.id)} ${message}`);
  return true;
}

/** A guard that stands below what lets its calls through. */
function warnLate(later: Reach, above: readonly Reach[], effort: Effort, warn: Warn): void {
  for (const earlier of above) {
    const { effect, rule, hasSubject } = earlier;
    const lets = effect === 'allow' || (effect === 'approve' && later.effect === 'deny' && !hasSubject);
    if (!lets || rule.shadow || isException(earlier, later, effort)) continue;
    const overlap = overlapOf(earlier, later, effort);
    if (overlap === undefined || overlap === 'unsure') continue;
    const { id, place } = later.rule;
    const without = effect === 'approve' ? ', which names no tools, resources or prompts' : '';
    warn(
      place,
      `${later.effect} rule ${quote(id)} stands below ${called(earlier)}${without} and ${takes(overlap)}: move it up`,
    );
    return;
  }
}

/** A rule that is narrower than the guard below it was meant to go before it: first some are let through, then the rest is stopped. */
function isException(earlier: Reach, later: Reach, effort: Effort): boolean {
  const isTier = areConditionsInside(earlier, later) || (isConditional(earlier) && isConditional(later));
  return isTier && isInside(earlier, later, effort) === true;
}

function takes({ name, isSure }: Overlap): string {
  const such = name === undefined || name === '' ? '' : ` (such as ${quote(name)})`;
  return isSure
    ? `can take the same call${such}`
    : `may take the same call${such}, as far as can be said without comparing all their conditions`;
}

function called({ effect, rule: { id, place } }: Reach): string {
  const where = place.line > 0 ? ` on line ${place.line}` : '';
  return `${effect} rule ${quote(id)}${where}`;
}
