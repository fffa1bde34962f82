import type { Scope } from './scope.js';
import type { Truth } from './truth.js';

/** A compiled condition. Pure and bounded; never throws. */
export interface Condition {
  (scope: Scope): Truth;
  /** What it looked at, for `explain`: of an expression the paths that it reads and their values, else the clauses to blame. */
  readonly sees: (scope: Scope) => unknown;
  /** It names `findings` or `score`, so that scanners have to be asked first. */
  readonly readsFindings?: boolean;
}

/** A compiled number, such as the amount of a budget; undefined where it cannot be evaluated. */
export interface NumberOf {
  (scope: Scope): number | undefined;
  /** As of a condition. */
  readonly readsFindings?: boolean;
}
