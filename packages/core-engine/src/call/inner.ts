import type { Decision, Question } from '../decision.js';
import { decide } from '../policy/decide.js';
import type { Policy } from '../policy/policy.js';
import type { Response } from '../wire/message.js';
import { fields, isUnambiguous, readString } from '../wire/value.js';

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
  const requests = result?.get('inputRequests');
  if (requests === undefined) return undefined;
  const inner = isUnambiguous(bytes, requests) ? fields(bytes, requests) : undefined;
  if (inner === undefined) return { kind: 'malformed' };
  for (const { value } of inner.entries()) {
    const span = fields(bytes, value)?.get('method');
    const method = span && readString(bytes, span);
    if (method === undefined) return { kind: 'malformed' };
    const decision = decide(policies, { ...standing, phase: 'request', method });
    if (decision.effect === 'deny') return { kind: 'denied', decision };
  }
  return undefined;
}
