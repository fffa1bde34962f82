import { readCall } from '../call/call.js';
import { editResult, spanOf } from '../call/edit.js';
import { CANNOT_COUNT, readInner } from '../call/inner.js';
import { filterList, isList } from '../call/list.js';
import { CallQuestion } from '../call/question.js';
import { denialError, unanswered } from '../call/refusal.js';
import { readResult } from '../call/result.js';
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
      if (decision.effect !== 'allow') return withhold(decision);
      if (decision.reservations !== undefined) return withhold(CANNOT_COUNT);
    }
    if (isList(request.method)) {
      const list = filterList(policies, request.method, message, standingIn(setting), claimsIn(setting));
      return list === undefined ? unreadable() : { kind: 'relayed', message, forward: list.bytes };
    }
    const call = readCall(request, 'agent', setting.limits ?? defaultLimits);
    const span = spanOf(message);
    const isAsked = joined || policies.some(({ needs }) => needs.results);
    if (call === undefined || span === undefined || !isAsked) return { kind: 'relayed', message, forward: bytes };
    if ('reason' in call) return unreadable();
    const [only, ...others] = call.subjects;
    const subject = others.length === 0 && only !== undefined ? only : {};
    const known = { ...knownIn(setting), result: readResult(bytes, span) };
    const question = new CallQuestion(call, subject, known, sceneIn(setting));
    const decision = yield { question, decision: decide(policies, question) };
    if (decision.effect === 'deny') return withhold(decision);
    return { kind: 'governed', message, decision, forward: editResult(message, decision, setting.findings) };
  } catch {
    return withhold(FAULT);
  }
}
