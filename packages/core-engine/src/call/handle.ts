import type { Decision, Principal, Subject } from '../decision.js';
import type { OutcomeEntry } from '../entries.js';
import { decide } from '../policy/decide.js';
import type { Policy } from '../policy/policy.js';
import type { Forward, Ports, Withdrawal } from '../ports.js';
import type { Answer } from './answer.js';
import type { Call } from './call.js';
import { callEntry, recorded, type Whereabouts } from './entries.js';
import { judgeInner } from './inner.js';
import { denial, type Manners, refusal } from './refusal.js';
import { outcomeOf } from './result.js';

/** Everything about a session that its calls are handled by. */
export interface Gate {
  readonly policies: readonly Policy[];
  readonly ports: Ports;
  readonly where: Whereabouts;
  /** The deployment's name; empty when not given. */
  readonly environment: string;
  readonly manners: Manners;
}

interface Judgement {
  readonly principal: Principal;
  readonly decision: Decision;
  /** What the decision is about; undefined where it is about several things. */
  readonly subject: Subject | undefined;
  /** True where the denial is not policy's but a fault of ours. */
  readonly fault: boolean;
}

const nothingAsked: Decision = { effect: 'deny', code: 'OSTIARY_DENIED', reason: 'the call names nothing to judge' };
const nobody: Principal = { id: 'unidentified', roles: [] };

/**
 * The whole life of one governed call, from the message to the answer for the one who asked; undefined where no answer is due.
 * Read it from top to bottom: nothing else decides whether a call is forwarded. It never rejects.
 */
export async function handleCall(
  call: Call,
  gate: Gate,
  forward: Forward,
  withdrawn: Withdrawal,
): Promise<Uint8Array | undefined> {
  const { ports, where, manners } = gate;
  const id = ports.randomId();
  const { principal, decision, subject, fault } = judge(call, await identified(call, gate), gate);

  const entry = callEntry(call, id, principal, decision, subject, where, ports.sha256);
  if (!(await kept(ports.record, entry))) {
    return refusal(
      call.request,
      'OSTIARY_AUDIT_UNAVAILABLE',
      'not forwarded: the audit record could not be written',
      id,
    );
  }
  if (fault) return refusal(call.request, 'OSTIARY_FAULT', 'not forwarded: the gateway could not judge this call', id);
  if (decision.effect === 'deny') return withdrawn.aborted ? undefined : denial(call, id, decision, manners);
  if (withdrawn.aborted) {
    await kept(ports.note, { kind: 'outcome', call: id, result: { status: 'cancelled' } });
    return undefined;
  }

  const sentAt = ports.monotonic();
  const answer = await forward(call.request.bytes);
  const outcome = outcomeOf(call, id, answer, ports.monotonic() - sentAt, ports.sha256);

  const verdict = judgeAnswer(call, answer, principal, gate);
  const blocked = verdict?.kind === 'denied' ? verdict.decision : undefined;
  const noted = await kept(ports.note, verdict ? stopped(outcome, blocked) : outcome);

  if (answer.kind === 'cancelled') return undefined;
  if (!noted)
    return refusal(call.request, 'OSTIARY_AUDIT_UNAVAILABLE', 'executed, not recorded: the result is withheld', id);
  if (blocked) return denial(call, id, blocked, { ...manners, denyAs: 'error' });
  if (answer.kind === 'response' && !verdict) return answer.response.bytes;
  return unanswered(call, verdict ? 'malformed' : answer.kind, id);
}

/** The outcome of a call whose answer does not reach the one who asked. */
function stopped(outcome: OutcomeEntry, blocked: Decision | undefined): OutcomeEntry {
  const status = blocked ? 'blocked' : 'malformed';
  return { ...outcome, result: { ...outcome.result, status }, ...(blocked && { decision: recorded(blocked) }) };
}

/** Who asks; undefined where that could not be established. */
function identified({ request }: Call, { ports }: Gate): Principal | undefined | Promise<Principal | undefined> {
  try {
    const principal = ports.identify(request);
    return 'then' in principal ? Promise.resolve(principal).catch(unknown) : principal;
  } catch {
    return undefined;
  }
}

const unknown = (): undefined => undefined;

/** Policy, for one whose identity is known. What goes wrong here is a denial too, with the fault named. */
function judge(call: Call, principal: Principal | undefined, gate: Gate): Judgement {
  try {
    if (principal) return { principal, ...decideAll(call, principal, gate), fault: false };
  } catch {
    // The cause may quote input, so it stays out of the record; the code and this reason say where to look.
  }
  const decision: Decision = { effect: 'deny', code: 'OSTIARY_FAULT', reason: 'identity or policy failed' };
  return { principal: principal ?? nobody, decision, subject: only(call.subjects), fault: true };
}

/** A call that asks for several things is allowed when each of them is; the first denial speaks for all. */
function decideAll(call: Call, principal: Principal, gate: Gate): Pick<Judgement, 'decision' | 'subject'> {
  const { phase, request, subjects } = call;
  const { method } = request;
  const { where, environment, policies } = gate;
  let allowed: Decision | undefined;
  for (const subject of subjects) {
    const decision = decide(policies, { phase, method, server: where.server, principal, environment, ...subject });
    if (decision.effect === 'deny') return { decision, subject };
    allowed ??= decision;
  }
  return { decision: allowed ?? nothingAsked, subject: only(subjects) };
}

function only(subjects: readonly Subject[]): Subject | undefined {
  return subjects.length === 1 ? subjects[0] : undefined;
}

function judgeAnswer(call: Call, answer: Answer, principal: Principal, gate: Gate): ReturnType<typeof judgeInner> {
  if (answer.kind !== 'response' || call.from === 'server') return undefined;
  try {
    const standing = { server: gate.where.server, principal, environment: gate.environment };
    return judgeInner(gate.policies, answer.response.bytes, answer.response.result, standing);
  } catch {
    return { kind: 'malformed' };
  }
}

/** Puts an entry on record and says whether that worked. */
function kept<Entry>(put: (entry: Entry) => Promise<void>, entry: Entry): Promise<boolean> {
  try {
    return put(entry).then(yes, no);
  } catch {
    return Promise.resolve(false);
  }
}

const yes = (): boolean => true;
const no = (): boolean => false;

function unanswered({ request }: Call, kind: Answer['kind'], id: string): Uint8Array {
  if (kind === 'timeout')
    return refusal(request, 'OSTIARY_UPSTREAM_TIMEOUT', 'the other side did not answer in time', id);
  const what =
    kind === 'malformed' ? 'the other side answered with something that is no message' : 'the other side is gone';
  return refusal(request, 'OSTIARY_UPSTREAM_GONE', what, id);
}
