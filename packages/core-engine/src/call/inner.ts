import type { Decision, Principal, Question } from '../decision.js';
import { decide } from '../policy/decide.js';
import type { Policy } from '../policy/policy.js';
import { readValue } from '../value/read.js';
import type { ValueMap } from '../value/value.js';
import { keysOf } from '../wire/keys.js';
import type { Fields } from '../wire/message.js';
import { fields, isUnambiguous, readString } from '../wire/value.js';
import type { Gate } from './handle.js';

const NOTHING: ValueMap = new Map();
const carrierKeys = keysOf('inputRequests');
const requestKeys = keysOf('method', 'params');

/** What every question of one session has in common. */
export type Standing = Pick<Question, 'server' | 'principal' | 'environment' | 'session' | 'now'>;

export function standingOf(principal: Principal, { where, environment, session, ports }: Gate): Standing {
  return { server: where.server, principal, environment, session, now: ports.now() };
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
  if (carrier === undefined) return undefined;
  if (carrier.hasLookAlike(carrierKeys)) return { kind: 'malformed' };
  const requests = carrier.get('inputRequests');
  if (requests === undefined) return undefined;
  const inner = isUnambiguous(bytes, requests) ? fields(bytes, requests) : undefined;
  if (inner === undefined) return { kind: 'malformed' };
  for (const { value } of inner.entries()) {
    const request = fields(bytes, value);
    const span = request?.get('method');
    const method = span && readString(bytes, span);
    if (request === undefined || method === undefined || request.hasLookAlike(requestKeys))
      return { kind: 'malformed' };
    const params = request.get('params');
    const args = params === undefined ? NOTHING : readValue(bytes, params);
    const decision = decide(policies, { ...standing, phase: 'request', method, args });
    // A part of a message can neither wait for a person nor be changed alone.
    if (decision.effect !== 'allow') return { kind: 'denied', decision };
  }
  return undefined;
}
