import type { Call } from '../call/call.js';
import { editCall, feasible } from '../call/edit.js';
import { joinDecisions } from '../call/join.js';
import { NOTHING_ASKED } from '../call/judge.js';
import { CallQuestion } from '../call/question.js';
import { approvalRefusal, denial, faultRefusal } from '../call/refusal.js';
import type { Decision } from '../decision.js';
import { decide } from '../policy/decide.js';
import type { Evaluation } from './evaluation.js';
import type { Steps } from './message.js';
import { knownIn, mannersIn, type Setting, sceneIn } from './setting.js';

const FAULT: Decision = { effect: 'deny', code: 'OSTIARY_FAULT', reason: 'policy or a decision point failed' };

/** A call that asks for several things goes on when each of them may; the first that may not speaks for all. */
export function* judgeCall(call: Call, setting: Setting): Steps<Evaluation> {
  const { from, request: message } = call;
  const { policies, findings, id } = setting;
  const refuse = (decision: Decision, bytes: Uint8Array): Evaluation => ({
    kind: 'governed',
    message,
    decision,
    refusal: { to: from, bytes },
  });
  try {
    const allowed: Decision[] = [];
    for (const subject of call.subjects) {
      const question = new CallQuestion(call, subject, knownIn(setting), sceneIn(setting));
      const decision = feasible(call, yield { question, decision: decide(policies, question) });
      if (decision.effect === 'deny') return refuse(decision, denial(call, id, decision, mannersIn(setting)));
      if (decision.effect === 'approve')
        return refuse(decision, approvalRefusal(call, id, decision, mannersIn(setting)));
      allowed.push(decision);
    }
    const decision = joinDecisions(allowed) ?? NOTHING_ASKED;
    if (decision.effect === 'deny') return refuse(decision, denial(call, id, decision, mannersIn(setting)));
    return { kind: 'governed', message, decision, forward: editCall(call, decision, findings) };
  } catch {
    return refuse(FAULT, faultRefusal(call, id));
  }
}
