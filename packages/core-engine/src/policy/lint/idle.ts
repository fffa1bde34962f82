import { quote } from '../schema/suggest.js';
import { overlapOf } from './compare.js';
import { PAIR } from './pairs.js';
import type { Reach } from './reach.js';
import type { Warn } from './warnings.js';
import type { Effort } from './witness.js';

/** An entry is shown where its call could be allowed: to allow it in the list keeps it from being hidden further down, and does nothing else. */
export function warnIdle(reaches: readonly Reach[], effort: Effort, warn: Warn): void {
  const entries = reaches.filter(({ phase }) => phase === 'list');
  for (const [index, reach] of entries.entries()) {
    const { rule, effect } = reach;
    if (effect !== 'allow') continue;
    effort.left -= (entries.length - index) * PAIR;
    if (effort.left < 0) return;
    const hides = (other: Reach): boolean => other.effect === 'deny' && overlapOf(reach, other, effort) !== undefined;
    if (entries.slice(index + 1).some(hides)) continue;
    warn(
      rule.written.get('phase')?.place ?? rule.place,
      `allow rule ${quote(rule.id)} does nothing: an entry is shown where its call could be allowed, and no deny rule below hides this one`,
    );
  }
}
