import { describe, expect, test } from 'vitest';
import { casesIn, found, mapOf } from './support.js';

interface Case {
  readonly text: string;
  readonly hosts: readonly string[];
  readonly urls?: readonly string[];
  readonly s30?: boolean;
}

const cases = ['addresses', 'names', 'urls'].flatMap((name) => casesIn<Case>(name));
const titled = cases.map((one) => [`${one.s30 ? 'S30 ' : ''}${JSON.stringify(one.text)}`, one] as const);

test('the cases are there', () => {
  expect(cases.length).toBeGreaterThan(180);
  expect(cases.filter(({ s30 }) => s30).length).toBeGreaterThan(40);
});

test.each(titled)('%s', (_, { text, hosts, urls, s30 }) => {
  const extracts = found(mapOf({ value: text }));
  expect([...(extracts.hosts ?? [])].sort()).toEqual([...hosts].sort());
  if (s30) expect(extracts.hosts).toContain('169.254.169.254');
  const written = extracts.urls?.map(({ scheme, host, path }) => `${scheme} ${host} ${path}`) ?? [];
  if (urls) expect(written.sort()).toEqual([...urls].sort());
});

test.each(titled)('as a key, in a list and as a resource: %s', (_, { text, hosts }) => {
  const sorted = [...hosts].sort();
  expect([...(found(new Map([[text, null]])).hosts ?? [])].sort()).toEqual(sorted);
  expect([...(found(mapOf({ a: [1, [text]] })).hosts ?? [])].sort()).toEqual(sorted);
  expect([...(found(undefined, { resource: text }).hosts ?? [])].sort()).toEqual(sorted);
});

describe('urls', () => {
  test('are those of values, not of keys or the resource', () => {
    const { urls, hosts } = found(new Map([['https://a.com/', 'https://b.com/']]), { resource: 'https://c.com/' });
    expect(urls).toEqual([{ scheme: 'https', host: 'b.com', path: '/' }]);
    expect(hosts).toEqual(['c.com', 'a.com', 'b.com']);
  });

  test('each stands there once', () => {
    expect(found(mapOf({ a: 'https://a.com https://a.com/', b: 'https://a.com/#x' })).urls).toHaveLength(1);
  });
});

test('a number is no host, whatever it says', () => {
  expect(found(mapOf({ a: 2852039166 })).hosts).toEqual([]);
});

test('no arguments, no hosts', () => {
  expect(found(undefined)).toMatchObject({ text: '', urls: [], hosts: [] });
});
