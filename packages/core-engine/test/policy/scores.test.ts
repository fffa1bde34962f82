import { expect, test } from 'vitest';
import { decide } from '../../src/index.js';
import { policyOf, question } from './support.js';

test.each(['findings: ["secret.*"]', 'min_score: 5'])('a score that is no number is not a low one: %s', async (key) => {
  const policy = await policyOf(`version: 1\ndefault: allow\nrules:\n  - id: r\n    effect: deny\n    ${key}\n`);
  const findings = [{ type: 'secret.key', path: '', score: Number.NaN, scanner: 's' }];
  expect(decide([policy], question({ tool: 't', findings }))).toMatchObject({ effect: 'deny', rule: 'r' });
});
