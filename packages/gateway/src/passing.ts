import {
  type Answer,
  consultInner,
  denialError,
  type Forward,
  filterList,
  type Gate,
  isList,
  type Principal,
  type Request,
  type Response,
  refusal,
  reviewTask,
  type Side,
  type Standing,
  standingOf,
  type TaskReview,
} from '@ostiary/core-engine';
import type { Claims } from './claims.js';
import { type RelayReason, refusedEntry } from './refuse.js';
import type { Session } from './session.js';

/** What relaying a request needs that policy has no rule for. */
export interface Passing {
  readonly gate: Gate;
  readonly claims: Claims;
  readonly session: Session;
  /** Who asks. */
  readonly from: Side;
}

/**
 * The life of a request that is not governed: forwarded as it came, its answer filtered where it is a list. It leaves a record only
 * where something went wrong. Never rejects for what the other side does.
 */
export async function passRequest(
  request: Request,
  passing: Passing,
  forward: Forward,
): Promise<Uint8Array | undefined> {
  const answer = await forward(request.bytes);
  if (answer.kind === 'cancelled') return undefined;
  if (answer.kind !== 'response') return unanswered(request, answer.kind, passing);
  if (passing.from === 'server') return answer.response.bytes;
  const principal = await passing.gate.ports.identify(request);
  return inspect(request, answer.response, principal, passing);
}

async function inspect(
  request: Request,
  response: Response,
  principal: Principal,
  { gate, session, claims }: Passing,
): Promise<Uint8Array> {
  const standing = standingOf(principal, gate);
  const inner = await consultInner(gate, response.bytes, response.result, standing);
  if (inner) {
    const { code, reason } =
      inner.kind === 'denied'
        ? { code: inner.decision.code ?? 'OSTIARY_DENIED', reason: 'inner_request_denied' as const }
        : { code: 'OSTIARY_MALFORMED', reason: 'bad_result' as const };
    const entry = refusedEntry('server', { code, reason }, response.bytes, gate.ports.sha256);
    if (!(await noted(gate, entry))) return unrecorded(request);
    return inner.kind === 'denied'
      ? denialError(request.id, undefined, inner.decision, gate.manners)
      : garbage(request);
  }
  const given = await reviewTask(request, response, principal, gate);
  if (given === undefined || given.decision?.effect === 'deny') return withheld(request, response, given, gate);
  gate.session.mark(given.marks);
  if (request.method === 'initialize' && response.result) {
    try {
      await session.open(principal, request, response);
    } catch {
      return unrecorded(request);
    }
  }
  return isList(request.method) ? filtered(request, response, standing, gate, claims) : given.bytes;
}

/** What a task gave, and policy does not let pass or nobody could judge. */
async function withheld(
  request: Request,
  response: Response,
  given: TaskReview | undefined,
  gate: Gate,
): Promise<Uint8Array> {
  const { decision, id } = given ?? {};
  const verdict =
    decision === undefined
      ? { code: 'OSTIARY_MALFORMED', reason: 'bad_result' as const }
      : { code: decision.code ?? 'OSTIARY_DENIED', reason: 'task_result_denied' as const };
  if (!(await noted(gate, refusedEntry('server', verdict, response.bytes, gate.ports.sha256)))) {
    return unrecorded(request);
  }
  return decision === undefined ? garbage(request) : denialError(request.id, id, decision, gate.manners);
}

async function filtered(
  request: Request,
  response: Response,
  standing: Standing,
  gate: Gate,
  claims: Claims,
): Promise<Uint8Array> {
  const list = filterList(gate.policies, request.method, response, standing, claims);
  if (list === undefined) {
    const verdict = { code: 'OSTIARY_MALFORMED', reason: 'bad_result' as const };
    if (!(await noted(gate, refusedEntry('server', verdict, response.bytes, gate.ports.sha256))))
      return unrecorded(request);
    return garbage(request);
  }
  if (list.unreadable > 0) {
    const verdict = { code: 'OSTIARY_MALFORMED', reason: 'unreadable_entry' as const };
    if (!(await noted(gate, refusedEntry('server', verdict, response.bytes, gate.ports.sha256))))
      return unrecorded(request);
  }
  return list.bytes;
}

async function unanswered(request: Request, kind: Answer['kind'], { gate, from }: Passing): Promise<Uint8Array> {
  // What the other side wrote instead of an answer is on record already, by the line.
  if (kind === 'malformed') return garbage(request);
  const code = kind === 'timeout' ? 'OSTIARY_UPSTREAM_TIMEOUT' : 'OSTIARY_UPSTREAM_GONE';
  const reason: RelayReason = 'no_answer';
  if (!(await noted(gate, refusedEntry(from, { code, reason }, request.bytes, gate.ports.sha256))))
    return unrecorded(request);
  const text = kind === 'timeout' ? 'the other side did not answer in time' : 'the other side is gone';
  return refusal(request, code, text);
}

async function noted({ ports }: Gate, entry: ReturnType<typeof refusedEntry>): Promise<boolean> {
  try {
    await ports.note(entry);
    return true;
  } catch {
    return false;
  }
}

function garbage(request: Request): Uint8Array {
  return refusal(request, 'OSTIARY_UPSTREAM_GONE', 'the other side answered with something that is no message');
}

function unrecorded(request: Request): Uint8Array {
  return refusal(request, 'OSTIARY_AUDIT_UNAVAILABLE', 'the audit record could not be written; the answer is withheld');
}
