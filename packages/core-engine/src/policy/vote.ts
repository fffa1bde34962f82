import type { Approval, Decision, Effect, ShadowVote } from '../decision.js';
import type { Redaction } from '../redact/redaction.js';
import type { Reservation } from '../usage/usage.js';
import type { Rule } from './match/rule.js';
import type { Default } from './policy.js';

/** What one policy says of one question. */
export interface Vote {
  /** Undefined: it abstains. */
  readonly decision: Decision | undefined;
  /** What each rule changes, in the order in which they were tried. */
  readonly changes: readonly Change[];
  readonly reservations: readonly Reservation[];
  readonly marks: readonly string[];
  readonly shadow: readonly ShadowVote[];
  /** Rules that could not be evaluated, where another one decided. */
  readonly unsure: readonly ShadowVote[];
}

/** What a rule changes; it has no name where another decision point asks for it and gives none. */
export interface Change extends Pick<Decision, 'policy' | 'rule'> {
  readonly redactions: readonly Redaction[];
}

export const DENIED = 'OSTIARY_DENIED';
export const APPROVAL = 'OSTIARY_APPROVAL_REQUIRED';

const CODES: Partial<Record<Effect, string>> = { deny: DENIED, approve: APPROVAL };
const REASONS: Partial<Record<Effect, string>> = {
  deny: 'a rule of the policy denies this',
  approve: 'a rule of the policy asks for approval',
};

/** What a rule says where it decides, with another effect where a budget or rate is exceeded. */
export function ruleDecision(policy: string, rule: Rule, effect: Effect = rule.effect): Decision {
  const { id, hint, risk, approval } = rule;
  const code = rule.code ?? CODES[effect];
  const reason = rule.reason ?? REASONS[effect];
  return Object.freeze({
    effect,
    policy,
    rule: id,
    ...(code !== undefined && { code }),
    ...(reason !== undefined && { reason }),
    ...(hint !== undefined && { hint }),
    ...(risk !== undefined && { risk }),
    ...(effect === 'approve' && { obligations: { approval: approval ?? DEFAULT_APPROVAL } }),
  });
}

export const DEFAULT_APPROVAL: Approval = Object.freeze({
  ttl: 120_000,
  approvers: [],
  quorum: 1,
  wait: 'hold' as const,
});

export function defaultDecision(policy: string, effect: Default, reason: string): Decision | undefined {
  if (effect === 'abstain') return undefined;
  if (effect === 'allow') return Object.freeze({ effect, policy });
  const obligations = effect === 'approve' && { obligations: { approval: DEFAULT_APPROVAL } };
  return Object.freeze({ effect, policy, code: CODES[effect] ?? DENIED, reason, ...obligations });
}
