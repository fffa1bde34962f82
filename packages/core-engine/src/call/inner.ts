import type { Decision, Question } from '../decision.js';
import { decide } from '../policy/decide.js';
import type { Policy } from '../policy/policy.js';
import { keysOf } from '../wire/keys.js';
import { hasLookAlike } from '../wire/look-alike.js';
import type { Response } from '../wire/message.js';
import { fields, isUnambiguous, readString } from '../wire/value.js';

const resultKeys = keysOf('inputRequests');
const requestKeys = keysOf('method', 'params');

/** What every question of one session has in common. */
export type Standing = Pick<Question, 'server' | 'principal' | 'environment'>;

/** Why a result that asks the client for input does not reach it. */
export type InnerVerdict = { readonly kind: 'denied'; readonly decision: Decision } | { readonly kind: 'malformed' };

/**
 * Judges the requests inside an `input_required` result (revision 2026-07-28) as if the server had sent each of them.
 * One denied request stops the whole result. Gives undefined where nothing stands against it.
 */
export function judgeInner(
  policies: readonly Policy[],
  response: Response,
  standing: Standing,
): InnerVerdict | undefined {
  const { bytes, result } = response;
  if (result === undefined) return undefined;
  if (hasLookAlike(result, resultKeys)) return { kind: 'malformed' };
  const requests = result.get('inputRequests');
  if (requests === undefined) return undefined;
  const inner = isUnambiguous(bytes, requests) ? fields(bytes, requests) : undefined;
  if (inner === undefined) return { kind: 'malformed' };
  for (const { value } of inner.entries()) {
    const request = fields(bytes, value);
    const span = request?.get('method');
    const method = span && readString(bytes, span);
    if (request === undefined || method === undefined || hasLookAlike(request, requestKeys))
      return { kind: 'malformed' };
    const decision = decide(policies, { ...standing, phase: 'request', method });
    if (decision.effect === 'deny') return { kind: 'denied', decision };
  }
  return undefined;
}
