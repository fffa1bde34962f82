import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decide } from '../../src/policy/decide.js';
import { policyOf, question } from './support.js';

const page = readFileSync(new URL('../../../../docs/policy.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, block = '']) => block);

test('the page has its examples', () => expect(blocks).toHaveLength(3));

test.each(blocks)('is a policy: %#', async (block) => {
  expect((await policyOf(block)).rules).toBeGreaterThan(0);
});

test('the first example does what it says', async () => {
  const policies = [await policyOf(blocks[0] ?? '')];
  const effect = (tool: string, server: string, roles: string[] = []) =>
    decide(policies, question({ tool, server, roles })).effect;
  expect(effect('delete_note', 'notes', ['admin'])).toBe('deny');
  expect(effect('read_note', 'notes')).toBe('allow');
  expect(effect('read_note', 'other')).toBe('deny');
  expect(effect('search_all', 'web', ['admin'])).toBe('allow');
  expect(effect('search_private', 'web', ['admin'])).toBe('deny');
  expect(effect('search_all', 'web')).toBe('deny');
});

test('the table of words is the one that is used', async () => {
  const rows = [...(page.split('| category | words |')[1] ?? '').matchAll(/^\| `(\w+)` \| ([a-z ]+) \|$/gm)];
  expect(rows).toHaveLength(7);
  for (const [, family = '', words = ''] of rows) {
    const policies = [
      await policyOf({ version: 1, default: 'allow', rules: [{ id: 'd', effect: 'deny', categories: [family] }] }),
    ];
    for (const tool of words.split(' ')) expect(decide(policies, question({ tool })).effect).toBe('deny');
  }
});
