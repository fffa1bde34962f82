import type { Scope } from '../../condition/scope.js';
import type { Truth } from '../../condition/truth.js';
import type { Effect, Finding } from '../../decision.js';
import { destinationHolds } from '../../destination/holds.js';
import { type Selector, selectsOne } from './selector.js';

/** A condition on what a call holds, which may be impossible to evaluate. */
export interface Test {
  readonly key: 'destinations' | 'findings' | 'min_score' | 'when';
  readonly asks: (scope: Scope) => Truth;
  /** What it looked at, for `explain`. */
  readonly sees: (scope: Scope) => unknown;
  /** Scanners have to be asked before it can be. */
  readonly readsFindings?: boolean;
}

/** All of them by Kleene: false where one is, else unknown where one is. */
export function allHold(tests: readonly Test[], scope: Scope): Truth {
  let truth: Truth = true;
  for (const { asks } of tests) {
    const one = asks(scope);
    if (one === false) return false;
    if (one === undefined) truth = undefined;
  }
  return truth;
}

/** One finding meets both. Where nothing was scanned nobody can say. */
export function findingsTest(types: Selector | undefined, least: number): Test {
  const meets = ({ type, score }: Finding): boolean =>
    // Not `>=`: what is no number is no low score.
    !(score < least) && (types === undefined || selectsOne(types, type));
  const globs = types === undefined ? 1 : globsOf(types);
  return {
    key: types === undefined ? 'min_score' : 'findings',
    asks({ question: { findings }, cost }) {
      if (findings === undefined) return undefined;
      return cost.take(findings.length * globs) ? findings.some(meets) : undefined;
    },
    readsFindings: true,
    sees: ({ question }) => question.findings?.map(({ type, score }) => `${type} (${score})`),
  };
}

export function destinationsTest(effect: Effect, selector: Selector): Test {
  return {
    key: 'destinations',
    asks({ question, extracts: { hosts }, cost }) {
      if (question.phase === 'list' && hosts === undefined) return undefined;
      if (!cost.take((hosts?.length ?? 0) * globsOf(selector))) return undefined;
      return destinationHolds(effect, selector, hosts);
    },
    sees: ({ extracts }) => extracts.hosts,
  };
}

function globsOf({ positive, excluded }: Selector): number {
  return positive.length + excluded.length;
}
