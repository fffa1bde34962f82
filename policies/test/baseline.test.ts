import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Question } from '../../packages/core-engine/src/decision.js';
import { compilePolicy } from '../../packages/core-engine/src/policy/compile.js';
import { decide } from '../../packages/core-engine/src/policy/decide.js';
import type { Policy } from '../../packages/core-engine/src/policy/policy.js';
import { pack } from '../src/index.js';

interface Case {
  name: string;
  question: Partial<Question>;
  expect: { effect: 'allow' | 'deny'; rule?: string };
}

const cases = JSON.parse(readFileSync(new URL('cases/baseline.json', import.meta.url), 'utf8')) as Case[];
const text = new TextDecoder().decode(pack('baseline')?.text);

async function compiled(yaml: string): Promise<Policy> {
  const result = await compilePolicy({ text: yaml, file: 'baseline.yaml' });
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return result.policy;
}

test('the policy in the README is one', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, copied = ''] = /```yaml\n(.*?)```/s.exec(readme) ?? [];
  expect(decide([await compiled(copied)], ask({ tool: 'delete_draft' })).effect).toBe('allow');
  expect(decide([await compiled(copied)], ask({ tool: 'delete_other' })).effect).toBe('deny');
});

function ask(asked: Partial<Question>): Question {
  const principal = { id: 'agent:local', roles: [] };
  return { phase: 'call', method: 'tools/call', server: 'srv', environment: '', principal, ...asked };
}

test.each(cases)('$name', async ({ question, expect: expected }) => {
  const decision = decide([await compiled(text)], ask(question));
  expect(decision).toMatchObject(expected);
  expect(decision.rule).toBe(expected.rule);
});

test('what the hints advise works', async () => {
  const copy = text
    .replace('    categories: [destructive]\n', '    categories: [destructive]\n    tools: ["!delete_file"]\n')
    .replace('    phase: request\n', '    phase: request\n    servers: ["!trusted"]\n');
  const policies = [await compiled(copy)];
  expect(decide(policies, ask({ tool: 'delete_file' })).effect).toBe('allow');
  expect(decide(policies, ask({ tool: 'delete_other' })).effect).toBe('deny');
  const sampling = { phase: 'request', method: 'sampling/createMessage' } as const;
  expect(decide(policies, ask({ ...sampling, server: 'trusted' })).effect).toBe('allow');
  expect(decide(policies, ask({ ...sampling, server: 'other' })).effect).toBe('deny');
});

test('the hints stand on one line', async () => {
  const hint = decide([await compiled(text)], ask({ tool: 'delete_file' })).hint;
  expect(hint).toMatch(/^Whoever [^\n]* tools: \["!name_of_the_tool"\] [^\n]*\.$/);
});
