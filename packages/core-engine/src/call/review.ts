import type { Decision, Finding, SessionView } from '../decision.js';
import { decide, wantsFindings } from '../policy/decide.js';
import type { Response } from '../wire/message.js';
import type { Call } from './call.js';
import { consult } from './consult.js';
import { editResult, spanOf } from './edit.js';
import type { Gate } from './handle.js';
import { joinDecisions } from './join.js';
import { type Judgement, scan } from './judge.js';
import { CallQuestion } from './question.js';
import { readResult } from './result.js';

/** What policy makes of an answer. */
export interface Review {
  /** The answer's bytes, or with ranges replaced. */
  readonly bytes: Uint8Array;
  /** Undefined where policy left the answer as it was. */
  readonly decision?: Decision;
  readonly findings?: readonly Finding[];
  readonly marks: readonly string[];
}

const FAULT: Decision = {
  effect: 'deny',
  code: 'OSTIARY_FAULT',
  reason: 'a scanner, policy or a decision point failed on the result',
};
const NO_MARKS: readonly string[] = [];

/** Judges an answer by the rules with `phase: result`. A fault withholds it. Never rejects. */
export async function review(
  call: Call,
  response: Response,
  { principal }: Judgement,
  gate: Gate,
  session: SessionView,
): Promise<Review> {
  const { bytes } = response;
  const span = spanOf(response);
  const { points } = gate.ports;
  const isAsked = points?.length || gate.policies.some(({ needs }) => needs.results);
  if (span === undefined || call.from === 'server' || !isAsked) return { bytes, marks: NO_MARKS };
  try {
    const result = readResult(bytes, span);
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
    const decided = decisions.find(({ effect }) => effect === 'deny') ?? joinDecisions(decisions) ?? FAULT;
    const edited = decided.effect === 'deny' ? bytes : editResult(response, decided, findings);
    const decision: Decision = edited === bytes ? decided : { ...decided, effect: 'redact' };
    return {
      bytes: edited,
      ...((edited !== bytes || decision.effect === 'deny') && { decision }),
      ...(findings && { findings }),
      marks: decision.obligations?.marks ?? NO_MARKS,
    };
  } catch {
    return { bytes, decision: FAULT, marks: NO_MARKS };
  }
}
