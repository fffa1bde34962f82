import { expect, test } from 'vitest';
import { compilePolicy } from '../../src/index.js';
import { wantsPatterns } from '../../src/pattern/wanted.js';
import { openReport } from '../../src/policy/problem.js';
import { readYaml } from '../../src/policy/source/yaml.js';

test.each([
  ['rules: [{ when: { all: [{ not: { field: a, op: regex, value: x } }] } }]', true],
  ['rules: [{ when: "args.a.matches(\'x\')" }]', true],
  ['rules: [{ when: "args.a.matches (\'x\')" }]', true],
  ['rules: [{ when: "args.a.matches // why\\n (\'x\')" }]', true],
  ['rules: [{ when: { field: a, op: eq, value: x } }, { when: "args.a == 1.0" }]', false],
  ['tools: [{ match: "matches*" }]', false],
])('%s: %s', (text, wants) => {
  const node = readYaml(text, openReport('p.yaml'));
  expect(node && wantsPatterns(node)).toBe(wants);
});

test('a comment before the bracket of matches does not end in a policy without its engine', async () => {
  const rules = [{ id: 'r', effect: 'deny', when: "args.a.matches // why\n ('x')" }];
  expect(await compilePolicy({ value: { version: 1, default: 'allow', rules } })).toMatchObject({ ok: true });
});
