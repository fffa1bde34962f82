import { consult } from '../call/consult.js';
import type { Decision } from '../decision.js';
import type { Side } from '../entries.js';
import type { PolicyDecisionPoint } from '../ports.js';
import type { Request } from '../wire/message.js';
import type { Evaluation } from './evaluation.js';
import { type Asked, evaluate } from './message.js';
import type { Setting } from './setting.js';

/**
 * What the gateway would do with one message: the bytes that may go on, or the refusal for whoever waits, and the decision behind it.
 * The caller still has to put calls on record before they move, to reserve what `decision.reservations` names, to keep the marks of
 * `decision.obligations` and the count of calls on the session, to have findings, to keep `setting.tasks`, to match answers to requests, to keep order and to
 * refuse ids that are in flight; `handleCall` does all that. Never throws for what the message holds: what cannot be judged is refused.
 *
 * @param line one message without its line end. Nobody may change it afterwards.
 * @param request of an answer: what it answers, as the evaluation of the request gave it (`message`).
 */
export function evaluateMessage(from: Side, line: Uint8Array, setting: Setting, request?: Request): Evaluation {
  const steps = evaluate(from, line, setting, request, false);
  let step = steps.next();
  while (step.done !== true) step = steps.next(step.value.decision);
  return step.value;
}

/** `evaluateMessage`, with other decision points asked about what policy lets through. Never rejects: their faults refuse the message. */
export async function evaluateMessageWith(
  points: readonly PolicyDecisionPoint[],
  from: Side,
  line: Uint8Array,
  setting: Setting,
  request?: Request,
): Promise<Evaluation> {
  const steps = evaluate(from, line, setting, request, true);
  let step = steps.next();
  while (step.done !== true) {
    const decision = await joined(points, step.value);
    step = decision === undefined ? steps.throw(new Error('a decision point failed')) : steps.next(decision);
  }
  return step.value;
}

async function joined(
  points: readonly PolicyDecisionPoint[],
  { question, decision }: Asked,
): Promise<Decision | undefined> {
  try {
    return await consult(points, question, decision);
  } catch {
    return undefined;
  }
}
