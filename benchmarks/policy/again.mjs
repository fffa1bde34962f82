import assert from 'node:assert/strict';
import { cpuPerCall } from '../lib/rounds.mjs';

/** Decisions about the same questions again and again. */
export function again(ask, questions, calls) {
  const repeats = Math.ceil(calls / questions.length);
  return () =>
    cpuPerCall(repeats * questions.length, () => {
      let denied = 0;
      for (let repeat = 0; repeat < repeats; repeat += 1) {
        for (const question of questions) if (ask(question).effect === 'deny') denied += 1;
      }
      assert(denied > 0);
    });
}
