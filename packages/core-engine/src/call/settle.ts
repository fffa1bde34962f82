import type { Decision } from '../decision.js';
import { decide, usageKeys } from '../policy/decide.js';
import type { Policy } from '../policy/policy.js';
import type { Ports } from '../ports.js';
import type { Hold, Usage } from '../usage/usage.js';
import type { CallQuestion } from './question.js';

/** A decision, and what was reserved for it. */
export interface Settled {
  readonly decision: Decision;
  readonly hold?: Hold;
}

/** So often others may be faster before the call is refused. */
const MOST_TRIES = 64;

/**
 * Decides, and reserves what the decision needs: all of it against what the decision has seen, or the call is decided again. Rejects
 * where the store fails or others are always faster; the call is then refused.
 */
export async function settle(policies: readonly Policy[], question: CallQuestion, ports: Ports): Promise<Settled> {
  const { usage } = ports;
  const keys = usage === undefined ? [] : usageKeys(policies, question);
  if (usage === undefined || keys.length === 0) return { decision: decide(policies, question) };
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const snapshot = await usage.read(keys, question.now);
    question.usage = snapshot;
    const decision = decide(policies, question);
    if (decision.reservations === undefined) return { decision };
    const hold = await usage.reserve(snapshot, decision.reservations, question.now);
    if (hold !== undefined) return { decision, hold };
  }
  throw new Error('what is spent changed too often');
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
