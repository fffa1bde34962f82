import { describe, expect, test } from 'vitest';
import { pack, packNames } from '../src/index.js';
import { casesOf, decideCase, policiesOf } from './runner.js';

describe.each(packNames)('%s', (name) => {
  const { beside, cases } = casesOf(name);
  test.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    expect(decideCase(await policiesOf(name, beside), one)).toEqual(one.expect);
  });

  test('what only guards allows nothing by itself, and says so', async () => {
    const isGuard = /^default: abstain$/m.test(new TextDecoder().decode(pack(name)?.text));
    expect(beside !== undefined).toBe(isGuard);
    if (isGuard) expect(decideCase(await policiesOf(name), { name, tool: 'read_file', expect: 'deny' })).toBe('deny');
  });
});
