import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../runs.js';
import { found, mapOf } from './support.js';

/** A spelling of a host, and its canonical form. */
type Spelling = readonly [written: string, canonical: string];

const octet = fc.nat(255);
const inBase = (value: number, base: number): string =>
  [`${value}`, `0x${value.toString(16)}`, `0${value.toString(8)}`][base] ?? '';

const addresses: fc.Arbitrary<Spelling> = fc
  .tuple(octet, octet, octet, octet, fc.nat(2), fc.nat(4), fc.constantFrom('', '.'))
  .map(([a, b, c, d, base, form, end]) => {
    const number = ((a * 256 + b) * 256 + c) * 256 + d;
    const written = [
      [a, b, c, d].map((part) => inBase(part, base)).join('.'),
      [inBase(a, base), inBase(number % 2 ** 24, base)].join('.'),
      [inBase(a, base), inBase(b, base), inBase(c * 256 + d, base)].join('.'),
      inBase(number, base),
      `[::ffff:${[a, b, c, d].join('.')}]`,
    ][form];
    return [`${written}${form === 4 ? '' : end}`, [a, b, c, d].join('.')];
  });

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const names: fc.Arbitrary<Spelling> = fc
  .tuple(label, label, fc.constantFrom('com', 'org', 'co.uk', 'xn--p1ai', 'dev'), fc.nat(4))
  .map(([first, second, suffix, form]) => {
    const name = `${first}.${second}.${suffix}`;
    const escaped = [...name].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('');
    return [[name, name.toUpperCase(), `${name}.`, escaped, name.replaceAll('.', '。')][form] ?? name, name];
  });

const hosts = fc.oneof(addresses, names);

/** What a host can stand in so that somebody takes it for one. */
const carriers: readonly ((host: string) => string)[] = [
  (host) => host,
  (host) => `${host}:8080`,
  (host) => `  ${host}\n`,
  (host) => `https://${host}/path`,
  (host) => `HTTP:${host}`,
  (host) => `http:\\\\${host}\\path`,
  (host) => `//${host}/x`,
  (host) => `h\nttps:/\t/${host}`,
  (host) => `wss://user:secret@${host}:1?q`,
  (host) => `odd+scheme.1://${host}#x`,
  (host) => `see https://${host}/ or not`,
  (host) => `see https://${host}, or not`,
  (host) => `line\nhttps://${host}\nline`,
  (host) => `[a](https://${host}) and https://example.com`,
  (host) => `https://example.com/ and [a](https://${host}/x)`,
  (host) => `<a href="https://${host}">`,
  (host) => `<img src='//${host}/x'>`,
  (host) => `https://example.com/?to=https://${host}/`,
  (host) => `https://example.com\\@${host}/`,
  (host) => `https://a"b@${host}/`,
  (host) => `mongodb://example.com:1,${host}:2/x`,
  (host) => JSON.stringify({ a: [{ b: host }] }),
  (host) => JSON.stringify({ [host]: 1 }),
  (host) => JSON.stringify(JSON.stringify([`https://${host}/`])).replaceAll('/', '\\/'),
];

const places = fc.constantFrom<(text: string) => ReturnType<typeof found>>(
  (text) => found(mapOf({ a: text })),
  (text) => found(mapOf({ a: 1, b: [[], ['x', text]] })),
  (text) => found(new Map([[text, 'x']])),
  (text) => found(undefined, { resource: text }),
);

test.each(carriers.map((carry) => [carry('HOST'), carry] as const))('S30: any host is found in %j', (_, carry) => {
  fc.assert(
    fc.property(hosts, places, ([written, canonical], look) => {
      expect(look(carry(written)).hosts).toContain(canonical);
    }),
    runs(150, 30),
  );
});

describe('the standard', () => {
  const odd = fc.string({
    unit: fc.constantFrom(...'ab.:/\\@?#[]%1x \t"<,', 'http:', '//', '.com', 'é'),
    maxLength: 12,
  });

  test('the host of whatever is one URL by it is found', () => {
    fc.assert(
      fc.property(fc.constantFrom('http:', 'https://', 'ws:/', '', 'ftp:\\\\'), odd, (head, tail) => {
        const text = `${head}${tail}`;
        fc.pre(URL.canParse(text) && /^(?:https?|ftp|ws):$/.test(new URL(text).protocol));
        const host = new URL(text).hostname.replace(/\.+$/, '');
        fc.pre(host !== '');
        expect(found(mapOf({ text })).hosts).toContain(host);
        expect(found(mapOf({ text })).urls?.map((url) => url.host)).toContain(host);
      }),
      runs(10_000, 31),
    );
  });
});
