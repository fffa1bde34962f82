/** One step is at most some 120 ns: comparing two scalars, or searching 16 units of text. So this is 12 ms. */
const MOST_STEPS = 100_000;

/** What one evaluation of one condition may still cost. Used up, it stays so: nothing that costs can be evaluated any more. */
export class Cost {
  #left: number;

  constructor(steps: number = MOST_STEPS) {
    this.#left = steps;
  }

  /** Pays before the work is done. False: do not do it, it cannot be evaluated. */
  take(steps: number): boolean {
    this.#left = steps > this.#left ? -1 : this.#left - steps;
    return this.#left >= 0;
  }
}
