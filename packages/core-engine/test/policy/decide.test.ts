import { expect, test } from 'vitest';
import type { Decision, Effect } from '../../src/decision.js';
import { decide } from '../../src/policy/decide.js';
import { type Asked, caseFiles, policyOf, question } from './support.js';

/** `rule` is always compared; of the other members those that are named, null meaning that there is none. */
interface Expected {
  effect: Effect;
  rule?: string;
  policy?: string | null;
  code?: string | null;
  reason?: string | null;
  hint?: string | null;
  risk?: string | null;
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
  expect(cases.length).toBeGreaterThanOrEqual(80);
  expect(new Set(cases.map(({ file, name }) => `${file} ${name}`)).size).toBe(cases.length);
});

test.each(cases)('$file: $name', async ({ policies, question: asked, expect: expected }) => {
  const compiled = await Promise.all(policies.map((policy) => policyOf(policy)));
  const decision = decide(compiled, question(asked));
  const named = Object.keys(expected).map((key) => [key, decision[key as keyof Decision] ?? null]);
  expect(Object.fromEntries(named)).toEqual(expected);
  expect(decision.rule).toBe(expected.rule);
  expect(decision.effect === 'allow' || (decision.code !== undefined && decision.reason !== undefined)).toBe(true);
});
