/** One step is at most some 120 ns: comparing two scalars, or searching 16 units of text. So this is 12 ms. */
const MOST_STEPS = 100_000;

/**
 * What all conditions of one decision may cost together, those of all its policies: as much as ten expressions at their own bound, so some
 * 0.2 s. Without it a thousand rules could each take as long as one may.
 */
const DECISION_STEPS = 2_000_000;

/** What may still be spent. Used up, it stays so: nothing that costs can be evaluated any more. */
export class Cost {
  #left: number;
  readonly #whole: Cost | undefined;

  /** `whole`: what this is a part of, which is spent along with it. */
  constructor(steps: number, whole?: Cost) {
    this.#left = steps;
    this.#whole = whole;
  }

  get left(): number {
    return this.#left;
  }

  /** Pays before the work is done. False: do not do it, it cannot be evaluated. */
  take(steps: number): boolean {
    const fits = steps <= this.#left && (this.#whole === undefined || this.#whole.take(steps));
    this.#left = fits ? this.#left - steps : -1;
    return fits;
  }
}

export function costOfDecision(): Cost {
  return new Cost(DECISION_STEPS);
}

/** Every condition has a bound of its own, so what came before it changes nothing while the decision's lasts. */
export function costOfCondition(decision: Cost): Cost {
  return new Cost(MOST_STEPS, decision);
}
