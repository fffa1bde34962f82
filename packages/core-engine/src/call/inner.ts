import type { Decision, Principal, Question } from '../decision.js';
import { decide } from '../policy/decide.js';
import type { Policy } from '../policy/policy.js';
import type { UsageView } from '../usage/usage.js';
import { readValue } from '../value/read.js';
import type { ValueMap } from '../value/value.js';
import { keysOf } from '../wire/keys.js';
import type { Fields } from '../wire/message.js';
import { fields, isUnambiguous, readString } from '../wire/value.js';
import { consult } from './consult.js';
import { cannotChange } from './edit.js';
import type { Gate } from './handle.js';

const NOTHING: ValueMap = new Map();
const carrierKeys = keysOf('inputRequests');
const requestKeys = keysOf('method', 'params');
const POINT_FAULT: Decision = { effect: 'deny', code: 'OSTIARY_FAULT', reason: 'a decision point failed' };

/** Nothing is reserved here, so that the decision says where something would have to be. */
const UNCOUNTED: UsageView = { spent: () => 0n };
const CANNOT_COUNT: Decision = Object.freeze({
  effect: 'deny',
  code: 'OSTIARY_DENIED',
  reason: 'a rule with a budget or a rate cannot allow a request inside of another message',
});

/** What stands against a request inside of a message, which can neither wait for a person, nor be changed alone, nor take from a budget. */
export function objection(decision: Decision): Decision | undefined {
  if (decision.effect === 'redact') return cannotChange(decision, 'a request inside of another message');
  if (decision.effect !== 'allow') return decision;
  return decision.reservations === undefined ? undefined : CANNOT_COUNT;
}

/** What every question of one session has in common. */
export type Standing = Pick<Question, 'server' | 'principal' | 'environment' | 'session' | 'now'>;

export function standingOf(principal: Principal, { where, environment, session, ports }: Gate): Standing {
  return { server: where.server, principal, environment, session, now: ports.now() };
}

/** Notifications that may carry requests for the client along (tasks, revision 2026-07-28). */
const carriers: ReadonlySet<string> = new Set(['notifications/tasks', 'notifications/tasks/status']);

export function isCarrier(method: string): boolean {
  return carriers.has(method);
}

/** Why a result that asks the client for input does not reach it. */
export type InnerVerdict = { readonly kind: 'denied'; readonly decision: Decision } | { readonly kind: 'malformed' };

/**
 * Judges the requests that a server's message carries for the client (`inputRequests`, revision 2026-07-28) as if the server had sent
 * each of them. One denied request stops the whole message. Gives undefined where nothing stands against it.
 *
 * @param carrier the object that may hold them: the result of an answer, the params of a notification.
 */
export function judgeInner(
  policies: readonly Policy[],
  bytes: Uint8Array,
  carrier: Fields | undefined,
  standing: Standing,
): InnerVerdict | undefined {
  for (const question of readInner(bytes, carrier, standing)) {
    if (question === 'malformed') return { kind: 'malformed' };
    const decision = objection(decide(policies, question));
    if (decision !== undefined) return { kind: 'denied', decision };
  }
  return undefined;
}

/** The same, with other decision points asked as well. Their faults deny. */
export async function consultInner(
  { policies, ports: { points } }: Gate,
  bytes: Uint8Array,
  carrier: Fields | undefined,
  standing: Standing,
): Promise<InnerVerdict | undefined> {
  const verdict = judgeInner(policies, bytes, carrier, standing);
  if (verdict !== undefined || !points?.length) return verdict;
  for (const question of readInner(bytes, carrier, standing)) {
    if (question === 'malformed') return { kind: 'malformed' };
    const decided = await consult(points, question, decide(policies, question)).catch(() => POINT_FAULT);
    const decision = objection(decided);
    if (decision !== undefined) return { kind: 'denied', decision };
  }
  return undefined;
}

/** The questions that a message's inner requests put, one after the other, until one cannot be read. */
export function* readInner(
  bytes: Uint8Array,
  carrier: Fields | undefined,
  standing: Standing,
): Iterable<Question | 'malformed'> {
  if (carrier === undefined) return;
  if (carrier.hasLookAlike(carrierKeys)) return yield 'malformed';
  const requests = carrier.get('inputRequests');
  if (requests === undefined) return;
  const inner = isUnambiguous(bytes, requests) ? fields(bytes, requests) : undefined;
  if (inner === undefined) return yield 'malformed';
  for (const { value } of inner.entries()) {
    const request = fields(bytes, value);
    const span = request?.get('method');
    const method = span && readString(bytes, span);
    if (request === undefined || method === undefined || request.hasLookAlike(requestKeys)) return yield 'malformed';
    const params = request.get('params');
    const args = params === undefined ? NOTHING : readValue(bytes, params);
    yield { ...standing, phase: 'request', method, args, usage: UNCOUNTED };
  }
}
