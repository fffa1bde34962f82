import type { Scope } from '../scope.js';
import type { Cel } from './value.js';

/**
 * Steps of one evaluation. A step is a part of the expression under a macro, an item or about 64 characters looked at; it takes up to
 * 50 ns, so all of them take at most 10 ms. Patterns cost two steps a character, so that one over 64 KiB fits and two do not.
 */
export const MOST_STEPS = 200_000;

/** One evaluation of one expression. */
export class Frame {
  readonly scope: Scope;
  /** Steps left. Below zero nothing more is evaluated, and the whole is unknown. */
  left: number = MOST_STEPS;
  /** What the variables of macros stand for, the outermost first. */
  readonly locals: Cel[] = [];

  constructor(scope: Scope) {
    this.scope = scope;
  }

  /** False where there are not as many steps left. */
  spend(steps: number): boolean {
    this.left -= steps;
    return this.left >= 0;
  }
}

/** A part of an expression, compiled. Undefined: cannot be evaluated. Never throws. */
export type Run = (frame: Frame) => Cel | undefined;
