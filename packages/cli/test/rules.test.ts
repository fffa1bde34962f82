import { isGoverned } from '@ostiary/core-engine';
import { expect, it } from 'vitest';
import { rules } from '../src/commands/rules.js';
import { methods } from '../src/question/question.js';
import { folder, openAround, parts, support } from './around.js';

const at = folder({
  'p.yaml': support,
  'hidden.yaml': 'version: 1\ndefault: deny # \u202e\n',
  'bad.yaml': 'version: 1\ndefault: dny\n',
});

async function print(policy: readonly string[], format: 'text' | 'json' | 'yaml') {
  const { said, around } = openAround();
  await rules({ policy, format }, parts, around);
  return said.out;
}

it('prints a table of rules in their order', async () => {
  expect((await print([at('p.yaml')], 'text')).split('\n').slice(0, 3)).toEqual([
    'PRIORITY  ID           EFFECT   POLICY   SELECTORS',
    '100       no-deleting  deny     support  tools: delete_*',
    '100       small        allow    support  tools: refund; roles: support-agent; when: args.amount > 0 && args.amount < 500; budget: key: refunds, add: args.amount, limit: 2000, per: session',
  ]);
  expect(JSON.parse(await print(['pack:baseline'], 'json'))).toEqual([
    {
      policy: 'baseline',
      id: 'd',
      priority: 100,
      effect: 'deny',
      phase: 'call',
      shadow: false,
      selectors: { categories: ['destructive'] },
    },
  ]);
});

it('prints one policy as it is, unless something in it cannot be seen', async () => {
  expect(await print([at('p.yaml')], 'yaml')).toBe(support);
  for (const [policy, format] of [
    [[at('p.yaml'), 'pack:baseline'], 'yaml'],
    [[at('hidden.yaml')], 'yaml'],
    [[at('bad.yaml')], 'text'],
    [[], 'text'],
  ] as const) {
    await expect(print(policy, format)).rejects.toMatchObject({ exitCode: 2 });
  }
});

it('every method that can be asked about is one that the gateway judges', () => {
  for (const [method, { subjects }] of methods) {
    expect(isGoverned(method, subjects.length === 0 ? 'server' : 'agent')).toBe(true);
  }
});
