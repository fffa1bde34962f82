import type { Scope } from './scope.js';
import type { Truth } from './truth.js';

/** A compiled condition. Pure and bounded; never throws. */
export type Condition = (scope: Scope) => Truth;

/** A compiled number, such as the amount of a budget; undefined where it cannot be evaluated. */
export type NumberOf = (scope: Scope) => number | undefined;
