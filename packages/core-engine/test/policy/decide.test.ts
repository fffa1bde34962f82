import { expect, test } from 'vitest';
import type { Approval, Decision, Effect, ShadowVote } from '../../src/decision.js';
import { decide } from '../../src/policy/decide.js';
import { writeAmount } from '../../src/usage/amount.js';
import { type Asked, caseFiles, policyOf, question } from './support.js';

/** `rule` is always compared; of the other members those that are named, null meaning that there is none. */
interface Expected {
  effect: Effect;
  rule?: string | null;
  policy?: string | null;
  code?: string | null;
  reason?: string | null;
  hint?: string | null;
  risk?: string | null;
  unevaluated?: true | null;
  score?: number | null;
  /** Of changes only how each is made. */
  obligations?: { redact?: string[]; marks?: string[]; approval?: Approval } | null;
  /** `policy key scope amount`, and where they have one, `window` and `keep` in milliseconds. */
  reservations?: string[] | null;
  shadow?: ShadowVote[] | null;
  unsure?: ShadowVote[] | null;
}

interface Group {
  policies: unknown[];
  cases: { name: string; question: Asked; expect: Expected }[];
}

const groups = caseFiles<Group[]>('decide-').flatMap(({ file, content }) =>
  content.map((group) => ({ file, ...group })),
);
const cases = groups.flatMap(({ file, policies, cases }) => cases.map((one) => ({ file, policies, ...one })));

test('the decision table is there', () => {
  expect(cases.length).toBeGreaterThanOrEqual(480);
  expect(new Set(cases.map(({ file, name }) => `${file} ${name}`)).size).toBe(cases.length);
});

test.each(cases)('$file: $name', async ({ policies, question: asked, expect: expected }) => {
  const compiled = await Promise.all(policies.map((policy) => policyOf(policy)));
  const decision = decide(compiled, question(asked));
  const told = tell(decision);
  const named = Object.keys(expected).map((key) => [key, told[key] ?? null]);
  expect(Object.fromEntries(named)).toEqual(expected);
  expect(decision.rule).toBe(expected.rule ?? undefined);
  expect(
    decision.effect === 'allow' ||
      decision.effect === 'redact' ||
      (decision.code !== undefined && decision.reason !== undefined),
  ).toBe(true);
});

/** What is compiled or counted in millionths, as a case file has it. */
function tell({ obligations, reservations, ...rest }: Decision): Record<string, unknown> {
  const { redact, ...others } = obligations ?? {};
  return {
    ...rest,
    ...(obligations && { obligations: { ...(redact && { redact: redact.map((one) => one.with) }), ...others } }),
    ...(reservations && {
      reservations: reservations.map(({ key, amount, keep }) =>
        [
          key.policy,
          key.key,
          key.scope,
          writeAmount(amount),
          key.window && `window ${key.window}`,
          keep && `keep ${keep}`,
        ]
          .filter(Boolean)
          .join(' '),
      ),
    }),
  };
}
