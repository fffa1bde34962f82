import { expect, test } from 'vitest';
import { keysOf, writePath } from '../../src/redact/path.js';
import { wouldChange } from '../../src/redact/would-change.js';
import { Inexact } from '../../src/value/value.js';
import { found, redacted, redactionsOf, valueIn } from './support.js';

const bcc = redactionsOf([{ path: '**.bcc', with: 'keep_type' }]);

/** JSON in JSON, as often as that. */
function nest(json: string, levels: number): string {
  return levels === 0 ? json : nest(JSON.stringify({ j: json }), levels - 1);
}

test.each([1, 2, 7, 8, 9, 12])('S31 JSON in JSON, %i times: the value never stays clear', (levels) => {
  const from = nest('{"Bcc":"clear","x":1}', levels);
  const to = redacted(from, bcc);
  expect(to).not.toContain('clear');
  expect(wouldChange(valueIn(from), bcc, [])).toBe(true);
  if (levels <= 8) expect(to).toBe(nest('{"Bcc":"*****","x":1}', levels));
  else expect(to).toContain('***REDACTED***');
});

test.each([100, 200, 300, 100_000])('S31 %i lists around it: the value never stays clear', (depth) => {
  const json = `${'['.repeat(depth)}{"bcc":"clear"}${']'.repeat(depth)}`;
  const to = redacted(JSON.stringify({ j: json, k: 1 }), bcc);
  expect(to).not.toContain('clear');
  expect(JSON.parse(to).k).toBe(1);
  const bare = redacted(`{"j":${json}}`, bcc);
  expect(bare).not.toContain('clear');
  if (depth < 256) expect(bare).toBe(`{"j":${json.replace('clear', '*****')}}`);
  else expect(JSON.parse(bare).j).toBeDefined();
  if (depth <= 300) expect(wouldChange(valueIn(`{"j":${json}}`), bcc, [])).toBe(true);
});

test('what is too deep to be looked into is masked, whatever it holds', () => {
  const from = `{"a":1,"j":${'['.repeat(300)}${']'.repeat(300)}}`;
  expect(redacted(from, bcc)).toContain('***REDACTED***');
  expect(wouldChange(valueIn(from), bcc, [])).toBe(true);
});

test('deep JSON that no path leads into is not looked at', () => {
  const from = `{"j":${'['.repeat(100_000)}${']'.repeat(100_000)},"b":1}`;
  const redactions = redactionsOf([{ path: 'b', with: 'remove' }]);
  expect(redacted(from, redactions)).toBe(from.replace(',"b":1', ''));
  expect(redacted(from, redactions, [found('b')])).toBe(from.replace(',"b":1', ''));
});

test('100,000 keys, removed and masked', () => {
  const keys = Array.from({ length: 100_000 }, (_, index) => `"k${index}":{"bcc":"clear"},"${index}":1`);
  const from = `{${keys.join(',')}}`;
  expect(redacted(from, bcc)).toBe(from.replaceAll('clear', '*****'));
  expect(redacted(from, redactionsOf([{ path: '*', with: 'remove' }]))).toBe('{}');
});

test('as many findings as values', () => {
  const from = JSON.stringify(Array.from({ length: 50_000 }, (_, index) => `${index}`));
  const findings = Array.from({ length: 50_000 }, (_, index) => found(`${index}`, [0, 1]));
  const to: string[] = JSON.parse(redacted(from, redactionsOf([{ findings: ['*'], with: 'keep_type' }]), findings));
  expect(to.every((text) => /^\*\d*$/.test(text))).toBe(true);
});

test('numbers that are no doubles', () => {
  const zero = redactionsOf([{ path: 'a', with: 'keep_type' }]);
  const changes = (text: string): boolean => wouldChange(new Map([['a', new Inexact(text)]]), zero, []);
  for (const text of ['1e999', '1e-999', '9007199254740993', '0.10e400']) {
    expect(changes(text)).toBe(true);
    expect(redacted(`{"a":${text}}`, zero)).toBe('{"a":0}');
  }
  for (const text of ['0e999', '-0.00E-999']) {
    expect(changes(text)).toBe(false);
    expect(redacted(`{"a":${text}}`, zero)).toBe(`{"a":${text}}`);
  }
});

test('a path of a finding is read as it was written', () => {
  for (const keys of [['a'], ['a.b', 'c'], ['a\\', '.'], ['', 'x'], ['*', '**'], ['😀\\.', '0']]) {
    expect(keysOf(writePath(keys))).toEqual(keys);
  }
  expect(writePath(['items', 0, 'a.b'])).toBe('items.0.a\\.b');
});
