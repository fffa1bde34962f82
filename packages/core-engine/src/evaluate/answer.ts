import { type Call, readCall } from '../call/call.js';
import { spanOf } from '../call/edit.js';
import { objection, readInner } from '../call/inner.js';
import { filterList, isList } from '../call/list.js';
import { CallQuestion } from '../call/question.js';
import { denialError, unanswered } from '../call/refusal.js';
import { readResult } from '../call/result.js';
import { carryOut, speaksOfResults } from '../call/review.js';
import { givenBy, taskOf, UNKNOWN_TASK } from '../call/task.js';
import type { Decision } from '../decision.js';
import { defaultLimits } from '../limits.js';
import { decide } from '../policy/decide.js';
import type { Request, Response } from '../wire/message.js';
import type { Evaluation } from './evaluation.js';
import type { Steps } from './message.js';
import { claimsIn, knownIn, mannersIn, type Setting, sceneIn, standingIn } from './setting.js';

const FAULT: Decision = {
  effect: 'deny',
  code: 'OSTIARY_FAULT',
  reason: 'policy or a decision point failed on the result',
};

/** What policy makes of a server's answer: the requests that it carries for the client, the result, the entries of a list. */
export function* judgeAnswer(
  message: Response,
  request: Request,
  setting: Setting,
  joined: boolean,
): Steps<Evaluation> {
  const { bytes, result } = message;
  const { policies, id } = setting;
  const withhold = (decision: Decision): Evaluation => {
    const answer = denialError(request.id, id, decision, { ...mannersIn(setting), denyAs: 'error' });
    return { kind: 'governed', message, decision, refusal: { to: 'agent', bytes: answer } };
  };
  const unreadable = (): Evaluation => {
    const refusal = { to: 'agent', bytes: unanswered(request, 'malformed', id) } as const;
    return { kind: 'refused', message, reason: 'bad_result', refusal };
  };
  try {
    for (const question of readInner(bytes, result, standingIn(setting))) {
      if (question === 'malformed') return unreadable();
      const decision = yield { question, decision: decide(policies, question) };
      const against = objection(decision);
      if (against !== undefined) return withhold(against);
    }
    if (isList(request.method)) {
      const list = filterList(policies, request.method, message, standingIn(setting), claimsIn(setting));
      return list === undefined ? unreadable() : { kind: 'relayed', message, forward: list.bytes };
    }
    const call = readCall(request, 'agent', setting.limits ?? defaultLimits);
    if (call !== undefined && 'reason' in call) return unreadable();
    const span = !speaksOfResults(policies, joined) ? undefined : call ? spanOf(message) : givenBy(request, message);
    if (span === 'malformed') return unreadable();
    if (span === undefined) return { kind: 'relayed', message, forward: bytes };
    if (call?.request.method === 'tools/call') setting.tasks?.learn(call, message, id);
    const judged = call ?? madeBy(request, setting);
    if (judged === undefined) return withhold(UNKNOWN_TASK);
    const known = { ...knownIn(setting), result: readResult(bytes, span) };
    const decisions: Decision[] = [];
    for (const subject of judged.subjects) {
      const question = new CallQuestion(judged, subject, known, sceneIn(setting));
      decisions.push(yield { question, decision: decide(policies, question) });
    }
    const { decision, bytes: forward } = carryOut(decisions, bytes, span, setting.findings);
    return decision.effect === 'deny' ? withhold(decision) : { kind: 'governed', message, decision, forward };
  } catch {
    return withhold(FAULT);
  }
}

function madeBy(request: Request, { tasks }: Setting): Call | undefined {
  const task = taskOf(request);
  return task === undefined ? undefined : tasks?.madeBy(task)?.call;
}
