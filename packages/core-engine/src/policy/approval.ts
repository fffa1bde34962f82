import type { Approval, Decision } from '../decision.js';
import { DENIED } from './vote.js';

/**
 * One approval that is as strict as all of these decisions ask for: fewer people, more of them, and in less time. Where nobody would be
 * both what one and what another asks for, nobody can approve, so it is a denial. `decided` and what it says of itself stay.
 */
export function withApprovals(decided: Decision, others: readonly Decision[]): Decision {
  const first = decided.obligations?.approval;
  if (decided.effect !== 'approve' || first === undefined) return decided;
  let joined: Approval | undefined = first;
  for (const { effect, obligations } of others) {
    const other = obligations?.approval;
    if (effect !== 'approve' || other === undefined) continue;
    joined = stricter(joined, other);
    if (joined === undefined) return nobodyCan(decided);
  }
  return joined === first ? decided : { ...decided, obligations: { ...decided.obligations, approval: joined } };
}

/** How it is waited for is no question of strictness: the first says. */
function stricter(one: Approval, other: Approval): Approval | undefined {
  if (one === other) return one;
  const approvers = common(one.approvers, other.approvers);
  if (approvers === undefined) return undefined;
  const [ttl, quorum] = [Math.min(one.ttl, other.ttl), Math.max(one.quorum, other.quorum)];
  return { ttl, approvers, quorum, wait: one.wait };
}

/** No approvers are everybody, and no roles in common nobody. */
function common(some: readonly string[], others: readonly string[]): readonly string[] | undefined {
  if (some.length === 0) return others;
  if (others.length === 0) return some;
  const both = some.filter((role) => others.includes(role));
  return both.length === 0 ? undefined : both;
}

function nobodyCan({ obligations, ...decided }: Decision): Decision {
  const reason = 'two rules ask for the approval of different roles, so nobody can give it';
  return { ...decided, effect: 'deny', code: DENIED, reason };
}
