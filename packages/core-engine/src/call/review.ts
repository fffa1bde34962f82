import type { Decision, Finding, Principal, SessionView, ShadowVote } from '../decision.js';
import { decide, wantsFindings } from '../policy/decide.js';
import type { Policy } from '../policy/policy.js';
import type { Request, Response, Span } from '../wire/message.js';
import type { Call } from './call.js';
import { consult } from './consult.js';
import { editResult, spanOf } from './edit.js';
import type { Gate } from './handle.js';
import { joinDecisions } from './join.js';
import { scan } from './judge.js';
import { CallQuestion } from './question.js';
import { readResult } from './result.js';
import { givenBy, taskOf, UNKNOWN_TASK } from './task.js';

/** What policy makes of an answer. */
export interface Review {
  /** The answer's bytes, or with ranges replaced. */
  readonly bytes: Uint8Array;
  /** Undefined where policy left the answer as it was. */
  readonly decision?: Decision;
  readonly findings?: readonly Finding[];
  readonly marks: readonly string[];
  /** What rules on trial would have said. */
  readonly shadow?: readonly ShadowVote[];
}

const FAULT: Decision = {
  effect: 'deny',
  code: 'OSTIARY_FAULT',
  reason: 'a scanner, policy or a decision point failed on the result',
};
const NO_MARKS: readonly string[] = [];

/** Whether anybody may speak of results: a policy, or another decision point. */
export function speaksOfResults(policies: readonly Policy[], hasPoints: boolean): boolean {
  return hasPoints || policies.some(({ needs }) => needs.results);
}

/** Judges an answer by the rules with `phase: result`. A fault withholds it. Never rejects. */
export async function review(
  call: Call,
  response: Response,
  principal: Principal,
  gate: Gate,
  session: SessionView,
): Promise<Review> {
  const { bytes } = response;
  const span = spanOf(response);
  if (span === undefined || call.from === 'server' || !isAsked(gate)) return { bytes, marks: NO_MARKS };
  return reviewAt(call, bytes, span, principal, gate, session);
}

/** Keeps a call that has become a task, where somebody may speak of what the task gives. */
export function learnTask(call: Call, response: Response, gate: Gate, id: string): void {
  if (call.request.method === 'tools/call' && isAsked(gate)) gate.session.tasks.learn(call, response, id);
}

/** What policy makes of what a task gives. */
export interface TaskReview extends Review {
  /** The record of the call that made the task. */
  readonly id?: string;
}

/**
 * Judges what an answer to a request about tasks holds as the result of the call that made the task. Where nobody knows that call it is
 * withheld. Undefined where two readers could see two results. Never rejects.
 */
export async function reviewTask(
  request: Request,
  response: Response,
  principal: Principal,
  gate: Gate,
): Promise<TaskReview | undefined> {
  const { bytes } = response;
  const span = isAsked(gate) ? givenBy(request, response) : undefined;
  if (span === 'malformed') return undefined;
  if (span === undefined) return { bytes, marks: NO_MARKS };
  const task = taskOf(request);
  const maker = task === undefined ? undefined : gate.session.tasks.madeBy(task);
  if (maker === undefined) return { bytes, decision: UNKNOWN_TASK, marks: NO_MARKS };
  const reviewed = await reviewAt(maker.call, bytes, span, principal, gate, gate.session);
  return { ...reviewed, ...(maker.id !== undefined && { id: maker.id }) };
}

/** What decisions on a result, one for each thing that was asked for, come to, and the bytes as they may go on. */
export function carryOut(
  decisions: readonly Decision[],
  bytes: Uint8Array,
  span: Span,
  findings: readonly Finding[] | undefined,
): { readonly decision: Decision; readonly bytes: Uint8Array } {
  const decided = decisions.find(({ effect }) => effect === 'deny') ?? joinDecisions(decisions) ?? FAULT;
  if (decided.effect === 'deny') return { decision: decided, bytes };
  const edited = editResult(bytes, span, decided, findings);
  return { decision: edited === bytes ? decided : { ...decided, effect: 'redact' }, bytes: edited };
}

function isAsked({ policies, ports }: Gate): boolean {
  return speaksOfResults(policies, (ports.points?.length ?? 0) > 0);
}

async function reviewAt(
  call: Call,
  came: Uint8Array,
  span: Span,
  principal: Principal,
  gate: Gate,
  session: SessionView,
): Promise<Review> {
  const { points } = gate.ports;
  try {
    const result = readResult(came, span);
    const known = { principal, session, now: gate.ports.now(), result };
    let questions = call.subjects.map((subject) => new CallQuestion(call, subject, known, gate));
    let findings: readonly Finding[] | undefined;
    const asking = questions.find((question) => wantsFindings(gate.policies, question));
    if (asking) {
      const found = await scan(asking, result, gate);
      findings = found;
      questions = call.subjects.map((subject) => new CallQuestion(call, subject, { ...known, findings: found }, gate));
    }
    const decisions: Decision[] = [];
    for (const question of questions) decisions.push(await consult(points, question, decide(gate.policies, question)));
    const { decision, bytes } = carryOut(decisions, came, span, findings);
    const shadow = decisions.flatMap((one) => one.shadow ?? []);
    return {
      bytes,
      ...((bytes !== came || decision.effect === 'deny') && { decision }),
      ...(findings && { findings }),
      ...(shadow.length > 0 && { shadow }),
      marks: decision.obligations?.marks ?? NO_MARKS,
    };
  } catch {
    return { bytes: came, decision: FAULT, marks: NO_MARKS };
  }
}
