import { readCall } from '../call/call.js';
import { isCarrier, objection, readInner } from '../call/inner.js';
import { knownAs } from '../call/methods.js';
import { unanswered } from '../call/refusal.js';
import { speaksOfResults } from '../call/review.js';
import { isGoverned } from '../call/subjects.js';
import { bringsResult } from '../call/task.js';
import { answerTo, isTold, mayAnswer, type UnfitReason, unfit, verdictOf } from '../call/verdict.js';
import type { Decision, Question } from '../decision.js';
import type { Side } from '../entries.js';
import { defaultLimits } from '../limits.js';
import { decide } from '../policy/decide.js';
import type { Malformed, Message, Notification, Request } from '../wire/message.js';
import { readFromAgent, readFromServer } from '../wire/read.js';
import { judgeAnswer } from './answer.js';
import { judgeCall } from './call.js';
import type { Evaluation } from './evaluation.js';
import { type Setting, standingIn } from './setting.js';

/** What policy was asked and said; whoever drives the evaluation gives back what it goes on with, which is never less strict. */
export interface Asked {
  readonly question: Question;
  readonly decision: Decision;
}

export type Steps<Result> = Generator<Asked, Result, Decision>;

/** `joined`: other decision points have a say. */
export function* evaluate(
  from: Side,
  line: Uint8Array,
  setting: Setting,
  request: Request | undefined,
  joined: boolean,
): Steps<Evaluation> {
  const { limits = defaultLimits } = setting;
  const message = from === 'agent' ? readFromAgent(line, limits) : readFromServer(line, limits);
  if (message.kind === 'malformed') return garbled(from, message, setting, request);
  if (message.kind === 'request') return yield* judgeRequest(from, message, setting);
  if (message.kind === 'notification') return yield* judgeNotification(from, message, setting, joined);
  if (from === 'agent') {
    const isStray = request !== undefined && request.id !== message.id;
    return isStray ? unfitted(message, 'unknown_answer') : { kind: 'relayed', message, forward: line };
  }
  if (request?.id !== message.id) return unfitted(message, 'unknown_answer');
  return yield* judgeAnswer(message, request, setting, joined);
}

function garbled(from: Side, what: Malformed, { id }: Setting, request: Request | undefined): Evaluation {
  const { kind, reason } = what;
  const isAnswer = request !== undefined && mayAnswer(what) && what.id === request.id;
  if (isAnswer && from === 'server') {
    return { kind, reason, refusal: { to: 'agent', bytes: unanswered(request, 'malformed', id) } };
  }
  if (!isTold(what, from, isAnswer)) return { kind, reason };
  return { kind, reason, refusal: { to: from, bytes: answerTo(what.id, verdictOf(what)) } };
}

function* judgeRequest(from: Side, message: Request, setting: Setting): Steps<Evaluation> {
  const known = from === 'server' ? 'request' : knownAs(message.method);
  const isUnknown = known === 'notification' || (known === undefined && setting.unknownMethods !== 'pass');
  const call = isUnknown ? undefined : readCall(message, from, setting.limits ?? defaultLimits);
  const reason = isUnknown ? 'unknown_method' : call && 'reason' in call ? call.reason : undefined;
  if (reason !== undefined) {
    const bytes = answerTo(message.id, { ...unfit[reason], reason });
    return { kind: 'refused', message, reason, refusal: { to: from, bytes } };
  }
  if (call === undefined || 'reason' in call) return { kind: 'relayed', message, forward: message.bytes };
  return yield* judgeCall(call, setting);
}

function* judgeNotification(from: Side, message: Notification, setting: Setting, joined: boolean): Steps<Evaluation> {
  const { method, params, bytes } = message;
  const known = from === 'server' ? 'notification' : knownAs(method);
  if (known === 'request' || isGoverned(method, from)) return unfitted(message, 'request_without_id');
  if (known === undefined && setting.unknownMethods !== 'pass') return unfitted(message, 'unknown_method');
  if (from === 'server' && isCarrier(method)) {
    // Nothing can be changed in it, and nobody waits for it: who wants to know asks for the task.
    if (bringsResult(params) && speaksOfResults(setting.policies, joined)) {
      return unfitted(message, 'inner_request_denied');
    }
    try {
      for (const question of readInner(bytes, params, standingIn(setting))) {
        if (question === 'malformed') return unfitted(message, 'inner_request_denied');
        const decision = yield { question, decision: decide(setting.policies, question) };
        const against = objection(decision);
        if (against !== undefined) return { kind: 'governed', message, decision: against };
      }
    } catch {
      return unfitted(message, 'inner_request_denied');
    }
  }
  return { kind: 'relayed', message, forward: bytes };
}

function unfitted(message: Message, reason: UnfitReason | 'unknown_answer'): Evaluation {
  return { kind: 'refused', message, reason };
}
