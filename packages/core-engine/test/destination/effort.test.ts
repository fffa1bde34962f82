import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Effort } from '../../src/destination/effort.js';
import { extract } from '../../src/destination/extract.js';
import { Search } from '../../src/destination/search.js';
import { Inexact, type Value } from '../../src/value/value.js';
import { runs } from '../runs.js';
import { found, mapOf } from './support.js';

/** Counts the steps that were asked for when there was nothing left. */
class Counting extends Effort {
  inVain = 0;

  override spend(units: number): boolean {
    if (this.isOver) this.inVain++;
    return super.spend(units);
  }
}

function effortOf(text: string): number {
  const effort = new Effort();
  const all = effort.left;
  new Search(effort, () => undefined).look(text);
  return all - effort.left;
}

const plain: readonly string[] = [
  'a',
  'a ',
  'a.',
  ':',
  '/',
  '//',
  '\\',
  'a:',
  '%',
  '@',
  'é',
  '[',
  '"',
  '\n',
  '\0',
  'a/b ',
  '//a ',
];

describe('effort', () => {
  test.each(plain)('is linear for %j without end', (piece) => {
    const [once, twice] = [effortOf(piece.repeat(20_000)), effortOf(piece.repeat(40_000))];
    expect(twice).toBeLessThan(once * 2.5);
  });

  test.each(['http:', 'http://', '//a', '\\\\a', 'http:@', 'é.http:', 'https:é', ':', '//a@é/'])(
    'ends soon after the bound for %j without end',
    (piece) => {
      const effort = new Counting();
      new Search(effort, () => undefined).look(piece.repeat(1_000_000));
      expect(effort.isOver).toBe(true);
      expect(effort.inVain).toBeLessThan(10);
    },
  );
});

describe('past the bound nothing counts as known', () => {
  const hosts = (count: number): string => Array.from({ length: count }, (_, i) => `http://h${i}/`).join(' ');

  test.each([
    ['a host of another script that is too long', `https://${'é'.repeat(1_100)}.com/`],
    ['padding that no reader sees', `https://evil${'\u00ad'.repeat(1_100)}.com/`],
    ['more hosts than can be judged', hosts(1_001)],
    ['more text than can be read', 'a '.repeat(5_000_000)],
    ['hosts in one URL without end', `http://${'a,'.repeat(600_000)}`],
    ['URLs in URLs without end', 'http:'.repeat(100_000)],
    ['JSON in JSON nine times', Array.from({ length: 9 }).reduce<string>((text) => JSON.stringify([text]), 'x')],
  ])('%s', (_, text) => {
    expect(found(mapOf({ text })).hosts).toBeUndefined();
    expect(found(mapOf({ a: 'https://example.com', text })).hosts).toBeUndefined();
  });

  test('URLs too', () => {
    expect(found(mapOf({ text: hosts(1_001) })).urls).toBeUndefined();
    // Behind a word, because a string that is one URL by WHATWG is also read as that.
    expect(found(mapOf({ text: `see ${hosts(1_000)}` })).urls).toHaveLength(1_000);
  });

  test.each([
    ['text of 1 MiB', 'some words '.repeat(95_000)],
    ['a list behind one scheme', `see urn:${'a,'.repeat(100_000)}`],
    ['a long word', 'a'.repeat(1_000_000)],
    ['a file in base64url', 'aGVsbG8-d29ybGQ_1'.repeat(60_000)],
    ['a file in base64', `${'aGVsbG8/d29ybGQ+'.repeat(60_000)}==`],
    ['text without blanks', `${'日本語の文章、'.repeat(20_000)}`],
    ['JSON in JSON eight times', Array.from({ length: 7 }).reduce<string>((text) => JSON.stringify([text]), 'x')],
    ['code', 'const a = b; // see //c\nif (a?.b::c) { d("\\n"); }\n'.repeat(5_000)],
  ])('%s is read', (_, text) => {
    expect(found(mapOf({ text })).hosts).toEqual([]);
    expect(found(mapOf({ text, last: 'https://example.com' })).hosts).toEqual(['example.com']);
  });
});

describe('whatever comes', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...'.:/\\@?#[]%{}"\'',
      'http:',
      '//',
      '0x',
      '::',
      'xn--',
      '\u00ad',
      '\ud800',
      'file:',
      '.com',
      '%00',
      '%e6',
      '🦊',
    ),
    fc.string({ unit: 'binary', maxLength: 4 }),
  );
  const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
  const { value } = fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.constantFrom<Value>(null, true, 1.5, -0, 1e21, new Inexact('1e999')),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.array(fc.tuple(text, tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
    ),
  }));

  test('nothing throws, and all is said twice the same', () => {
    fc.assert(
      fc.property(value, text, (args, resource) => {
        const [once, twice] = [found(args, { resource }), found(args, { resource })];
        expect(once.hosts).toEqual(twice.hosts);
        expect(once.urls).toEqual(twice.urls);
        expect(once.text).toBe(twice.text);
        for (const host of once.hosts ?? []) expect(host).toBe(host.toLowerCase());
      }),
      runs(3_000, 5),
    );
  });

  test('every host of a URL among the values is among the hosts', () => {
    fc.assert(
      fc.property(value, (args) => {
        const { urls, hosts } = found(args);
        const named = urls?.map(({ host }) => host).filter((host) => host !== '') ?? [];
        if (hosts !== undefined) expect(hosts).toEqual(expect.arrayContaining(named));
      }),
      runs(2_000, 6),
    );
  });
});

describe('text', () => {
  test('has every value in order, joined by one blank, and no key', () => {
    const args = mapOf({
      a: 'x y',
      b: [1, true, null, [], mapOf({ key: '' })],
      c: 1e21,
      d: -0,
      e: new Inexact('1e999'),
    });
    expect(found(args).text).toBe('x y 1 true null  1e+21 0 1e999');
  });

  test('is made once', () => {
    const args = new Map<string, Value>([['a', 'https://example.com']]);
    const extracts = extract({ ...base, args });
    const first = [extracts.text, extracts.hosts, extracts.urls];
    args.set('b', 'https://later.com');
    expect([extracts.text, extracts.hosts, extracts.urls]).toEqual(first);
    expect(extracts.hosts).toBe(first[1]);
  });
});

const principal = { id: 'agent:local', roles: [] };
const base = { phase: 'call', method: 'tools/call', server: 'srv', principal, environment: '' } as const;
