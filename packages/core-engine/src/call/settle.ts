import type { Decision } from '../decision.js';
import { decide, usageKeys } from '../policy/decide.js';
import type { Policy } from '../policy/policy.js';
import type { Ports } from '../ports.js';
import { reserveFor } from '../usage/reserve.js';
import type { Hold, Reservation, Usage } from '../usage/usage.js';
import type { CallQuestion } from './question.js';

/** A decision, and what was reserved for it. */
export interface Settled {
  readonly decision: Decision;
  readonly hold?: Hold;
}

const NOTHING: readonly Reservation[] = [];

/**
 * Decides, and reserves what the decision needs: all of it against what the decision has seen, or the call is decided again. Rejects
 * where the store fails or others are always faster; the call is then refused.
 */
export async function settle(policies: readonly Policy[], question: CallQuestion, { usage }: Ports): Promise<Settled> {
  const keys = usage === undefined ? [] : usageKeys(policies, question);
  if (usage === undefined || keys.length === 0) return { decision: decide(policies, question) };
  const settled = await reserveFor(usage, keys, question.now, (view) => {
    question.usage = view;
    const decision = decide(policies, question);
    return { decision, reservations: decision.reservations ?? NOTHING };
  });
  if (settled === undefined) throw new Error('what is spent changed too often');
  const { decided, hold } = settled;
  return { decision: decided.decision, ...(hold && { hold }) };
}

/** Gives back what was reserved for a call of which not one byte has left. What cannot be given back stays spent, which harms nobody else. */
export async function giveBack(usage: Usage | undefined, holds: readonly Hold[]): Promise<void> {
  for (const hold of holds) {
    try {
      await usage?.release(hold);
    } catch {
      // The store is at fault: it says so to the next call, which is refused.
    }
  }
}
