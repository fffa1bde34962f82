import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { redacted, redactionsOf } from './support.js';

const page = readFileSync(new URL('../../../../docs/redaction.md', import.meta.url), 'utf8');
const blocksOf = (language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)\n^\`\`\``, 'gms'))].map(([, block = '']) => block);

test('the list on the page is one', () => {
  const [list = ''] = blocksOf('yaml');
  expect(redactionsOf(parse(list).rules[0].redact)).toHaveLength(3);
});

test('the example on the page becomes what it says', () => {
  const [from = '', to] = blocksOf('json');
  expect(redacted(from, redactionsOf([{ path: '**.bcc', with: 'remove' }]))).toBe(to);
});

test('the table of strategies says what is done', () => {
  const done = (strategy: string, value: unknown): unknown =>
    JSON.parse(redacted(JSON.stringify({ a: value }), redactionsOf([{ path: 'a', with: strategy }]))).a;
  for (const [strategy, text] of [...page.matchAll(/^\| `(full|token)` \| `"(.*?)"`/gm)].map(([, ...cells]) => cells)) {
    expect(done(strategy as string, 'text')).toBe(text);
    expect(done(strategy as string, 1)).toBe(text);
  }
  expect([1, true, null, [1], { b: 1 }].map((value) => done('keep_type', value))).toEqual([0, false, null, [], {}]);
});
