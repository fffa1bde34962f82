import type { Scope } from '../scope.js';
import type { Cel } from './value.js';

/**
 * Steps of one evaluation. A step is a part of the expression under a macro, half an item compared, or 4 to 64 characters looked at (4
 * where our own loop does it); it takes up to 70 ns in code that has just been loaded, so all of them take up to 14 ms. Patterns cost two steps a character, so that one over 64 KiB fits and two do not.
 */
export const MOST_STEPS = 200_000;

/** One evaluation of one expression. */
export class Frame {
  readonly scope: Scope;
  /** Steps left. Below zero nothing more is evaluated, and the whole is unknown. */
  left: number;
  /** What the variables of macros stand for, the outermost first. */
  readonly locals: Cel[] = [];

  readonly #given: number;

  constructor(scope: Scope) {
    this.scope = scope;
    this.#given = Math.min(MOST_STEPS, scope.cost.left);
    this.left = this.#given;
  }

  /** False where there are not as many steps left. */
  spend(steps: number): boolean {
    this.left -= steps;
    return this.left >= 0;
  }

  /** Takes what was spent, and one more, from what the decision may cost. False where either was too much. */
  settle(): boolean {
    const spent = this.#given - Math.max(0, this.left);
    return this.scope.cost.take(1 + spent) && this.left >= 0;
  }
}

/** A part of an expression, compiled. Undefined: cannot be evaluated. Never throws. */
export type Run = (frame: Frame) => Cel | undefined;
