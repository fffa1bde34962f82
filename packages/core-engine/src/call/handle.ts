import type { Annotations, Decision, Principal } from '../decision.js';
import type { OutcomeEntry } from '../entries.js';
import type { Policy } from '../policy/policy.js';
import type { Forward, Ports, Withdrawal } from '../ports.js';
import type { Answer } from './answer.js';
import type { Call } from './call.js';
import { callEntry, recorded, recordedFindings, type Whereabouts } from './entries.js';
import { consultInner, type InnerVerdict, standingOf } from './inner.js';
import { judge } from './judge.js';
import { approvalRefusal, denial, faultRefusal, type Manners, refusal, unanswered } from './refusal.js';
import { outcomeOf } from './result.js';
import { learnTask, type Review, review } from './review.js';
import type { SessionState } from './session.js';
import { giveBack } from './settle.js';

/** Everything about a session that its calls are handled by. */
export interface Gate {
  readonly policies: readonly Policy[];
  readonly ports: Ports;
  readonly where: Whereabouts;
  /** The deployment's name; empty when not given. */
  readonly environment: string;
  readonly manners: Manners;
  /** What earlier results have left on the session. */
  readonly session: SessionState;
  /** What the server said of a tool. */
  readonly annotations?: (tool: string) => Annotations | undefined;
}

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
  const { ports, where, manners, session } = gate;
  const id = ports.randomId();
  // Counted before anything is waited for: of calls that come together each sees those in front of it.
  const seen = session.count();
  const judgement = await judge(call, gate, seen);
  const { principal, decision, outgoing, holds, fault } = judgement;

  const entry = callEntry(call, id, judgement, where, ports.sha256);
  if (!(await kept(ports.record, entry))) {
    await giveBack(ports.usage, holds);
    return refusal(
      call.request,
      'OSTIARY_AUDIT_UNAVAILABLE',
      'not forwarded: the audit record could not be written',
      id,
    );
  }
  if (fault) return faultRefusal(call, id);
  if (decision.effect === 'deny') return withdrawn.aborted ? undefined : denial(call, id, decision, manners);
  if (decision.effect === 'approve')
    return withdrawn.aborted ? undefined : approvalRefusal(call, id, decision, manners);
  if (withdrawn.aborted) {
    await giveBack(ports.usage, holds);
    await kept(ports.note, { kind: 'outcome', call: id, result: { status: 'cancelled' } });
    return undefined;
  }

  const sentAt = ports.monotonic();
  const answer = await forward(outgoing);
  if (answer.kind === 'upstream_gone' && answer.isUnsent) await giveBack(ports.usage, holds);
  const outcome = outcomeOf(call, id, answer, ports.monotonic() - sentAt, ports.sha256);

  const verdict = await judgeAnswer(call, answer, principal, gate);
  const reviewed =
    answer.kind === 'response' && !verdict ? await review(call, answer.response, principal, gate, seen) : undefined;
  if (answer.kind === 'response') learnTask(call, answer.response, gate, id);
  // Before the first byte of the result reaches the agent, of an error too.
  if (answer.kind === 'response') session.mark([...(decision.obligations?.marks ?? []), ...(reviewed?.marks ?? [])]);
  const withheld = reviewed?.decision?.effect === 'deny' ? reviewed.decision : undefined;
  const blocked = verdict?.kind === 'denied' ? verdict.decision : withheld;
  const noted = await kept(ports.note, ended(outcome, reviewed, blocked, verdict !== undefined));

  if (answer.kind === 'cancelled') return undefined;
  if (!noted)
    return refusal(call.request, 'OSTIARY_AUDIT_UNAVAILABLE', 'executed, not recorded: the result is withheld', id);
  if (blocked) return denial(call, id, blocked, { ...manners, denyAs: 'error' });
  if (reviewed) return reviewed.bytes;
  return unanswered(call.request, verdict ? 'malformed' : answer.kind, id);
}

/** The outcome with what policy has made of the answer. */
function ended(
  outcome: OutcomeEntry,
  reviewed: Review | undefined,
  blocked: Decision | undefined,
  isStopped: boolean,
): OutcomeEntry {
  const { findings, decision = blocked, shadow } = reviewed ?? {};
  const status = blocked ? 'blocked' : isStopped ? 'malformed' : outcome.result.status;
  return {
    ...outcome,
    result: { ...outcome.result, status },
    ...(findings && { findings: recordedFindings(findings) }),
    ...(decision && { decision: recorded(decision) }),
    ...(shadow && { shadow }),
  };
}

async function judgeAnswer(
  call: Call,
  answer: Answer,
  principal: Principal,
  gate: Gate,
): Promise<InnerVerdict | undefined> {
  if (answer.kind !== 'response' || call.from === 'server') return undefined;
  try {
    const { bytes, result } = answer.response;
    return await consultInner(gate, bytes, result, standingOf(principal, gate));
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
