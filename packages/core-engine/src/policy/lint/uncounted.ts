import { costOfDecision } from '../../condition/cost.js';
import type { Scope } from '../../condition/scope.js';
import { allHold } from '../match/dynamic.js';
import { quote } from '../schema/suggest.js';
import { isInside, overlapOf } from './compare.js';
import { type ReadExpression, readsOfBudget } from './fields.js';
import { PAIR } from './pairs.js';
import type { Reach } from './reach.js';
import { SOME_CALL } from './single.js';
import type { Warn } from './warnings.js';
import type { Effort } from './witness.js';

/**
 * Budgets that refuse what is over them, and not what has no amount: that does not match their rule, so what stands below decides. `reaches`:
 * in the order in which rules are tried.
 */
export function warnUncounted(
  reaches: readonly Reach[],
  byDefault: string,
  lists: Scope['lists'],
  read: ReadExpression,
  effort: Effort,
  warn: Warn,
): void {
  for (const [index, reach] of reaches.entries()) {
    const { rule, effect } = reach;
    const entry = rule.written.get('budget');
    const [amount] = entry === undefined ? [] : readsOfBudget(rule, read);
    const refuses = (rule.charges?.budget?.exceeded ?? 'next') !== 'next';
    if (entry === undefined || amount === undefined || effect !== 'allow' || rule.shadow || !refuses) continue;
    effort.left -= reaches.length * PAIR;
    if (effort.left < 0) return;
    const lets = whoLets(reach, index, reaches, byDefault, lists, effort);
    if (lets === undefined) continue;
    const field = `args.${amount.path.join('.')}`;
    warn(
      entry.place,
      `a call without ${field} does not match this rule, and ${lets} lets it pass uncounted: ` +
        `put a deny rule above with when: ${field} < 0.0, which denies what is no amount too`,
    );
  }
}

/** What lets a call pass that has no amount; undefined where something stops it, or nothing lets it. */
function whoLets(
  reach: Reach,
  index: number,
  reaches: readonly Reach[],
  byDefault: string,
  lists: Scope['lists'],
  effort: Effort,
): string | undefined {
  for (const [at, other] of reaches.entries()) {
    if (at === index || other.phase !== reach.phase || other.rule.shadow || other.effect === 'redact') continue;
    const overlap = overlapOf(reach, other, effort);
    if (overlap === undefined || overlap === 'unsure') continue;
    const truth = truthWithout(other, overlap.name, lists);
    if (other.effect !== 'allow') {
      if (truth !== false && isInside(reach, other, effort) === true) return undefined;
    } else if (at > index && truth === true && other.rule.charges?.budget === undefined) {
      return `allow rule ${quote(other.rule.id)}`;
    }
  }
  return byDefault === 'allow' ? '"default: allow"' : undefined;
}

/** What a rule makes of a call without arguments; of hosts and findings nothing is known, so such a rule is taken not to hold. */
function truthWithout(
  { rule: { tests } }: Reach,
  tool: string | undefined,
  lists: Scope['lists'],
): boolean | undefined {
  if (tests.some(({ key }) => key !== 'when')) return false;
  const question = { ...SOME_CALL.question, ...(tool !== undefined && tool !== '' && { tool }) };
  return allHold(tests, { ...SOME_CALL, question, lists, cost: costOfDecision() });
}
