import type { Decision, Finding, Principal, SessionView, Subject } from '../decision.js';
import { wantsFindings } from '../policy/decide.js';
import type { Hold } from '../usage/usage.js';
import type { Value } from '../value/value.js';
import type { Call } from './call.js';
import { consult } from './consult.js';
import { editCall, feasible } from './edit.js';
import type { Gate } from './handle.js';
import { joinDecisions } from './join.js';
import { CallQuestion, type Known } from './question.js';
import { giveBack, settle } from './settle.js';

/** What became of a call before it moves. */
export interface Judgement {
  readonly principal: Principal;
  readonly decision: Decision;
  /** What the decision is about; undefined where it is about several things. */
  readonly subject: Subject | undefined;
  /** What goes upstream: the call's own bytes, or its own with ranges replaced. */
  readonly outgoing: Uint8Array;
  readonly holds: readonly Hold[];
  readonly findings?: readonly Finding[];
  /** True where the denial is not policy's but a fault of ours. */
  readonly fault: boolean;
}

export const NOTHING_ASKED: Decision = {
  effect: 'deny',
  code: 'OSTIARY_DENIED',
  reason: 'the call names nothing to judge',
};
const nobody: Principal = { id: 'unidentified', roles: [] };

/** Identity, scanners, policy and what is spent. What goes wrong here is a denial too, with the fault named. Never rejects. */
export async function judge(call: Call, gate: Gate, session: SessionView): Promise<Judgement> {
  let principal = nobody;
  const holds: Hold[] = [];
  try {
    principal = await gate.ports.identify(call.request);
    const judged = await judgeAll(call, { principal, session, now: gate.ports.now() }, gate, holds);
    return { principal, ...judged, outgoing: editCall(call, judged.decision, judged.findings), holds, fault: false };
  } catch {
    await giveBack(gate.ports.usage, holds);
    // The cause may quote input, so it stays out of the record; the code and this reason say where to look.
    const decision: Decision = {
      effect: 'deny',
      code: 'OSTIARY_FAULT',
      reason: 'identity, a scanner, policy, a decision point or the store of budgets failed',
    };
    const subject = only(call.subjects);
    return { principal, decision, subject, outgoing: call.request.bytes, holds: [], fault: true };
  }
}

/** A call that asks for several things goes on when each of them may; the first that may not speaks for all. */
async function judgeAll(
  call: Call,
  known: Known,
  gate: Gate,
  holds: Hold[],
): Promise<Pick<Judgement, 'decision' | 'subject' | 'findings'>> {
  const { policies, ports } = gate;
  const allowed: Decision[] = [];
  let findings: readonly Finding[] | undefined;
  for (const subject of call.subjects) {
    let question = new CallQuestion(call, subject, known, gate);
    if (wantsFindings(policies, question)) {
      findings = await scan(question, question.args, gate);
      question = new CallQuestion(call, subject, { ...known, findings }, gate);
    }
    const { decision: settled, hold } = await settle(policies, question, ports);
    if (hold) holds.push(hold);
    const decision = feasible(call, await consult(ports.points, question, settled));
    if (decision.effect === 'deny' || decision.effect === 'approve') {
      await giveBack(ports.usage, holds.splice(0));
      return { decision, subject, ...(findings && { findings }) };
    }
    allowed.push(decision);
  }
  return {
    decision: joinDecisions(allowed) ?? NOTHING_ASKED,
    subject: only(call.subjects),
    ...(findings && { findings }),
  };
}

/** What scanners find, where some rule asks for it. Rejects where they cannot say and a policy does not take that for nothing. */
export async function scan(
  question: CallQuestion,
  value: Value,
  { policies, ports, where }: Gate,
): Promise<readonly Finding[]> {
  const { phase, method, tool, resource, prompt } = question;
  const subject = {
    ...(tool !== undefined && { tool }),
    ...(resource !== undefined && { resource }),
    ...(prompt !== undefined && { prompt }),
  };
  const found =
    (await ports.scan?.({ phase, method, server: where.server, ...subject, value }).catch(() => 'fault' as const)) ??
    'fault';
  if (typeof found !== 'string') return found;
  const isForgiven = policies.every(({ needs, onScannerError }) => !needs.findings || onScannerError === 'allow');
  // What the call's own content has caused is never forgiven.
  if (found === 'fault' && isForgiven) return [];
  throw new Error('the scanners could not say');
}

function only(subjects: readonly Subject[]): Subject | undefined {
  return subjects.length === 1 ? subjects[0] : undefined;
}
