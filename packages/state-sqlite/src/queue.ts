import { setTimeout as sleep } from 'node:timers/promises';
import { StateError } from './error.js';

/** Between two tries while another process holds the file. Milliseconds; long against the 10 that a try holds us up. */
const PAUSE = 40;

/**
 * Does one piece of work after the other, each at once where the file is free. Where it is not, the first in line tries again and
 * again while this process goes on, the others wait behind it, and whoever has waited for `patience` milliseconds gets `busy`.
 */
export class Queue {
  readonly #patience: number;
  #last: Promise<unknown> | undefined;

  constructor(patience: number) {
    this.#patience = patience;
  }

  do<Result>(work: () => Result): Result | Promise<Result> {
    const deadline = performance.now() + this.#patience;
    if (this.#last !== undefined) return this.#line(work, this.#last, deadline);
    try {
      return work();
    } catch (error) {
      if (!isBusy(error)) throw error;
      return this.#line(work, sleep(PAUSE), deadline);
    }
  }

  #line<Result>(work: () => Result, before: Promise<unknown>, deadline: number): Promise<Result> {
    const done = this.#try(work, before, deadline);
    const settled = done.then(
      () => undefined,
      () => undefined, // it is told to whoever asked for it
    );
    this.#last = settled;
    void settled.then(() => {
      if (this.#last === settled) this.#last = undefined;
    });
    return done;
  }

  async #try<Result>(work: () => Result, before: Promise<unknown>, deadline: number): Promise<Result> {
    await before;
    while (performance.now() < deadline) {
      try {
        return work();
      } catch (error) {
        if (!isBusy(error)) throw error;
      }
      await sleep(PAUSE);
    }
    throw new StateError('busy', `others held the file for ${this.#patience} ms`);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof StateError && error.code === 'busy';
}
