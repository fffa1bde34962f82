import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePolicy } from '../../src/policy/compile.js';
import { runs } from '../runs.js';
import { mistakesOf } from './support.js';

const HEAD = 'version: 1\ndefault: deny\n';
const MiB = 1024 * 1024;
const rules = (count: number) =>
  Array.from({ length: count }, (_, index) => `  - { id: r${index}, effect: deny }\n`).join('');

describe('S43: size', () => {
  test('1 MiB and no byte more', async () => {
    const full = `${HEAD}#${'x'.repeat(MiB - HEAD.length - 1)}`;
    expect(await mistakesOf(full)).toEqual([]);
    const tooLarge = ['1:1 the file is too large: a policy has at most 1 MiB'];
    expect(await mistakesOf(`${full}x`)).toEqual(tooLarge);
    expect(await mistakesOf(new TextEncoder().encode(`${full}x`))).toEqual(tooLarge);
    expect(await mistakesOf(`${HEAD}#${'é'.repeat(MiB / 2)}`)).toEqual(tooLarge);
    expect(await mistakesOf(new Uint8Array(10 * MiB))).toEqual(tooLarge);
  });

  test('5,000 rules and not one more', async () => {
    const most = await compilePolicy({ text: `${HEAD}rules:\n${rules(5_000)}` });
    expect(most.ok && most.policy.rules).toBe(5_000);
    expect(await mistakesOf(`${HEAD}rules:\n${rules(10_000)}`)).toEqual([
      '5004:5 too many rules: a policy has at most 5000, and this one has 10000',
    ]);
  });

  test('100 aliases and not one more', async () => {
    const shared = (count: number) =>
      `${HEAD}rules:\n  - { id: a, effect: deny, roles: [&x r${', *x'.repeat(count)}] }\n`;
    expect(await mistakesOf(shared(100))).toEqual([]);
    expect(await mistakesOf(shared(101))).toEqual([`4:${42 + 100 * 4} a policy has at most 100 aliases`]);
  });

  test('aliases that multiply', async () => {
    const bomb = Array.from(
      { length: 9 },
      (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level}, `.repeat(10)}]\n`,
    );
    const [found, ...others] = await mistakesOf(`l0: &l0 [a, b, c, d, e, f, g, h, i, j]\n${bomb.join('')}`);
    expect(others).toEqual([]);
    expect(found).toMatch(/^6:\d+ aliases make this policy larger than 1000000 values$/);
  });

  test('a thousand mistakes are enough', async () => {
    const found = await mistakesOf(`${HEAD}${Array.from({ length: 1_500 }, (_, index) => `k${index}: 1\n`).join('')}`);
    expect(found).toHaveLength(1_001);
    expect(found.at(-1)).toBe('1002:1 500 more mistakes are not listed');
  });
});

describe('S43: depth', () => {
  test.each([
    ['flow lists', '['.repeat(20_000)],
    ['flow mappings', '{a: '.repeat(20_000)],
    ['block lists', '- '.repeat(20_000)],
    ['keys', '? '.repeat(20_000)],
    ['block mappings', Array.from({ length: 1_000 }, (_, level) => `${' '.repeat(level)}a:\n`).join('')],
  ])('%s', async (_, text) => {
    const [first] = await mistakesOf(text);
    expect(first).toMatch(/^\d+:\d+ nested too deep: a policy has at most 32 levels$/);
  });
});

describe('S43: bytes', () => {
  const bytes = (...parts: (string | number[])[]) =>
    Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part)));

  test.each([
    ['a stray byte', bytes(HEAD, 'name: é', [0xff], '\n'), '3:8'],
    ['an overlong form', bytes('# ', [0xc0, 0xaf], '\n', HEAD), '1:3'],
    ['a surrogate', bytes(HEAD, '# ', [0xed, 0xa0, 0x80]), '3:3'],
    ['a cut character', bytes(HEAD, '# a', [0xc3]), '3:4'],
    ['UTF-16', bytes([0xff, 0xfe, 0x76, 0]), '1:1'],
    ['a replacement character before', bytes('# \ufffd', [0xfe]), '1:4'],
  ])('%s is not UTF-8', async (_, text, place) => {
    expect(await mistakesOf(text)).toEqual([`${place} the file is not UTF-8 from here on: save it as UTF-8`]);
  });

  test('UTF-8 with a BOM', async () => {
    expect(await mistakesOf(bytes([0xef, 0xbb, 0xbf], HEAD, 'name: größe\n'))).toEqual([]);
    expect(await mistakesOf(bytes([0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf], HEAD))).toEqual([
      '1:1 character U+FEFF is not allowed here: write it as an escape in double quotes',
    ]);
  });
});

test('R40: whatever the text, there is a policy or a mistake with a place', async () => {
  const bits = [
    'version: 1',
    'default: allow',
    'rules:',
    '\n',
    '\n  - ',
    '\n    ',
    'id: a',
    'effect: deny',
    'tools: ',
    '[',
    ']',
    '{',
    '}',
    ', ',
    '&a ',
    '*a',
    '!x ',
    '<<: ',
    '"',
    "'",
    '|',
    '>',
    '?',
    ': ',
    '- ',
    '#',
    '\t',
    '%',
    '---',
    '...',
    '\\',
    'off',
    '~',
  ];
  const soup = fc.array(fc.constantFrom(...bits), { maxLength: 40 }).map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        soup,
        soup.map((text) => `version: 1\ndefault: allow\n${text}`),
      ),
      async (text) => {
        const compiled = await compilePolicy({ text });
        expect(compiled.ok).toBe(compiled.problems.length === 0);
        for (const { line, column, message } of compiled.problems) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(message).not.toMatch(/[\n\r\0]|undefined|gives up/);
        }
      },
    ),
    runs(3_000, 40),
  );
});
