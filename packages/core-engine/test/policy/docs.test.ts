import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Decision, Effect } from '../../src/decision.js';
import { decide } from '../../src/policy/decide.js';
import { type Asked, policyOf, question } from './support.js';

type Expected = Partial<Pick<Decision, 'rule' | 'code' | 'shadow'>> & { effect: Effect; marks?: string[] };
type Case = Asked & { name: string; expect: Effect | Expected };

const folder = new URL('../../../../docs/', import.meta.url);
const textOf = (file: string): string => readFileSync(new URL(file, folder), 'utf8');
const page = textOf('policy.md');

/** The policies of every page, each with the cases that follow it. */
const blocks = readdirSync(folder)
  .filter((file) => file.endsWith('.md'))
  .flatMap((file) =>
    [...textOf(file).matchAll(/^```yaml\n(.*?)^```\n(?:\n```yaml cases\n(.*?)^```)?/gms)].map(
      ([, policy = '', cases = '[]'], index) => [`${file} ${index + 1}`, policy, parse(cases) as Case[]] as const,
    ),
  )
  // A file of cases is no policy; test/readme runs it.
  .filter(([, policy]) => !/^cases:/m.test(policy));
const cases = blocks.flatMap(([title, policy, list]) =>
  list.map(({ name, expect, ...asked }) => [`${title}: ${name}`, policy, asked, expect] as const),
);

test('the pages have their examples, and no cases that belong to none', () => {
  expect(blocks.length).toBeGreaterThan(12);
  expect(cases.length).toBeGreaterThan(60);
  expect(blocks.filter(([, , list]) => list.length > 0)).toHaveLength(page.match(/^```yaml cases$/gm)?.length ?? 0);
});

test.each(blocks)('%s is a policy', async (_, policy) => expect((await policyOf(policy)).rules).toBeGreaterThan(0));

test.each(cases)('%s', async (_, policy, asked, expected) => {
  const { obligations, ...said } = decide([await policyOf(policy)], question(asked));
  const wanted = typeof expected === 'string' ? { effect: expected } : expected;
  expect({ ...said, ...(obligations?.marks && { marks: obligations.marks }) }).toMatchObject(wanted);
});

test('every key of the language is on the page', () => {
  for (const file of ['policy', 'rule', 'fact', 'charges', 'extras', 'selectors']) {
    const source = readFileSync(new URL(`../../src/policy/schema/${file}.ts`, import.meta.url), 'utf8');
    const keys = [...source.matchAll(/(?:keys: new Set\(|\.\.\.|ABOUT_\w+: [^=]*= )\[([^\]]*)\]/g)].flatMap(
      ([, list = '']) => [...list.matchAll(/'([a-z_]+)'/g)].map(([, key = '']) => key),
    );
    for (const key of keys) expect(page, key).toMatch(new RegExp(`\\b${key}\\b`));
  }
});

test('the table of words is the one that is used', async () => {
  const rows = [
    ...(page.split('| category | words |')[1]?.split('\n\n')[0] ?? '').matchAll(/^\| `(\w+)` \| ([a-z ]+) \|$/gm),
  ];
  expect(rows).toHaveLength(7);
  for (const [, family = '', words = ''] of rows) {
    const policies = [
      await policyOf({ version: 1, default: 'allow', rules: [{ id: 'd', effect: 'deny', categories: [family] }] }),
    ];
    for (const tool of words.split(' ')) expect(decide(policies, question({ tool })).effect).toBe('deny');
  }
});
