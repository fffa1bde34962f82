import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lint } from '../../../src/policy/lint/lint.js';
import { caseFiles, policyOf } from '../support.js';

interface Case {
  name: string;
  /** Rules of a policy with `default: deny`. */
  rules?: string;
  /** A whole policy, or several. */
  text?: string | string[];
  warnings: string[];
}

const cases = caseFiles<Case[]>('lint-').flatMap(({ file, content }) => content.map((one) => ({ file, ...one })));

async function warningsOf(texts: readonly string[]): Promise<string[]> {
  const policies = await Promise.all(texts.map((text, index) => policyOf(text, `policy-${index}`)));
  const problems = await lint(policies);
  expect(problems.every(({ severity }) => severity === 'warning')).toBe(true);
  return problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

test.each(cases)('$file: $name', async ({ text, rules, warnings }) => {
  const texts = [text ?? `version: 1\ndefault: deny\nrules:\n${rules}`].flat();
  const found = await warningsOf(texts);
  // Where the expected line is only the start of the found one, the found one is cut to it.
  expect(found.map((line, index) => line.slice(0, warnings[index]?.length))).toEqual(warnings);
});

const page = readFileSync(new URL('../../../../../docs/policy.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, block = '']) => block);

test.each(blocks)('nothing is said of an example of the page: %#', async (block) => {
  expect(await warningsOf([block])).toEqual([]);
});
