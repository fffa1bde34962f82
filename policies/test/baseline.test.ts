import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compilePolicy } from '../../packages/core-engine/src/policy/compile.js';
import { policyOf } from '../../packages/core-engine/test/policy/support.js';
import { pack } from '../src/index.js';
import { decideCase } from './runner.js';

const text = new TextDecoder().decode(pack('baseline')?.text);
const call = (tool: string) => ({ name: tool, tool, expect: 'allow' as const });

test('the policy in the README is one', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, copied = ''] = /```yaml\n(.*?)```/s.exec(readme) ?? [];
  const policies = [await policyOf(copied)];
  expect(decideCase(policies, call('delete_draft'))).toBe('allow');
  expect(decideCase(policies, call('delete_other'))).toBe('deny');
});

test('what the hints advise works', async () => {
  const copy = text
    .replace('    categories: [destructive]\n', '    categories: [destructive]\n    tools: ["!delete_file"]\n')
    .replace('    phase: request\n', '    phase: request\n    servers: ["!trusted"]\n');
  const policies = [await policyOf(copy)];
  expect(decideCase(policies, call('delete_file'))).toBe('allow');
  expect(decideCase(policies, call('delete_other'))).toBe('deny');
  const sampling = { name: '', phase: 'request', method: 'sampling/createMessage', expect: 'deny' } as const;
  expect(decideCase(policies, { ...sampling, server: 'trusted' })).toBe('allow');
  expect(decideCase(policies, { ...sampling, server: 'other' })).toBe('deny');
});

/** As `run` names a policy at `/home/me/team/policy.yaml`. */
const gatewayFiles = ['/home/me/team/policy.yaml', '/me/team/policy.yaml', '/team/policy.yaml', '/policy.yaml'];

test.each([
  '/home/me/team/policy.yaml',
  '/home/me/./team//policy.yaml',
  '//home/me/x/../team/policy.yaml',
  '/../home/me/team/policy.yaml/',
  'file:///home/me/team/policy.yaml',
  'File:///home/me/team/policy.yaml',
  'FILE://localhost/home/me/team/policy%2Eyaml',
  '/home/me/%74eam/policy.yaml',
  '/home/me/team/policy.yaml\0.txt',
  '~/team/policy.yaml',
  '\\home\\me\\team\\policy.yaml',
  'policy.yaml',
  './policy.yaml',
  'x/../policy.yaml',
  '../../me/team/policy.yaml',
  '/team/policy.yaml', // in a container
])('S26: a write to %j is denied', async (path) => {
  const compiled = await compilePolicy({ text, gatewayFiles });
  if (!compiled.ok) throw new Error('the pack has mistakes');
  const shapes = [{ path }, { file_path: path }, { source: 'a', destination: path }, { paths: ['a', path] }];
  for (const args of shapes) {
    const said = decideCase([compiled.policy], {
      name: '',
      tool: 'write_file',
      args,
      expect: { effect: 'deny', rule: '' },
    });
    expect(said).toEqual({ effect: 'deny', rule: 'gateway-files' });
  }
});

test.each(['/home/me/team/policy.yaml.txt', '/home/me/team/', '/home/me/team', 'team/other.yaml', 'xpolicy.yaml'])(
  'a write to %j is not one to the gateway',
  async (path) => {
    const compiled = await compilePolicy({ text, gatewayFiles });
    if (!compiled.ok) throw new Error('the pack has mistakes');
    expect(decideCase([compiled.policy], { name: '', tool: 'write_file', args: { path }, expect: 'allow' })).toBe(
      'allow',
    );
  },
);

test('every rule has a hint, and it is a sentence', () => {
  const hints = [...text.matchAll(/^ {4}hint: (?:>-\n)?(.*(?:\n {6}.*)*)/gm)].map(([, hint = '']) => hint.trim());
  expect(hints).toHaveLength(3);
  for (const hint of hints) expect(hint).toMatch(/^(?:Who|The)[\s\S]*\.$/);
});
