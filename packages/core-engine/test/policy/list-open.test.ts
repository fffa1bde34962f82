import { describe, expect, test } from 'vitest';
import { decide } from '../../src/index.js';
import { policyOf, question } from './support.js';

const CONDITIONS: readonly object[] = [
  { destinations: ['example.com'] },
  { destinations: ['!evil.com'] },
  { when: 'has(args.ticket)' },
  { when: '!has(args.ticket)' },
  { when: "'ticket' in args" },
  { when: { field: 'ticket', op: 'exists' } },
  { when: { not: { field: 'ticket', op: 'exists' } } },
  { when: "text.contains('x')" },
  { when: "!text.contains('x')" },
  { when: "urls.exists(u, u.host == 'example.com')" },
  { when: 'urls.all(u, u.host == "example.com")' },
  { when: 'session.calls > 3' },
  { when: 'session.calls < 3' },
  { when: "'private' in session.marks" },
  { when: "!('private' in session.marks)" },
  { findings: ['secret.*'] },
];

const entry = question({
  phase: 'list',
  tool: 'fetch',
  findings: [{ type: 'secret.key', path: '', score: 9, scanner: 's' }],
});

describe('S21 an entry is hidden only where its call is denied whatever it holds', () => {
  test.each(CONDITIONS)('allowed under a condition it is shown: %j', async (condition) => {
    const policy = await policyOf({ version: 1, default: 'deny', rules: [{ id: 'r', effect: 'allow', ...condition }] });
    expect(decide([policy], entry)).toMatchObject({ effect: 'allow', rule: 'r' });
  });

  test.each(CONDITIONS)('denied under a condition it is shown: %j', async (condition) => {
    const policy = await policyOf({ version: 1, default: 'allow', rules: [{ id: 'r', effect: 'deny', ...condition }] });
    expect(decide([policy], entry)).toMatchObject({ effect: 'allow', policy: 'policy' });
  });

  test.each([
    ["when: tool == 'fetch'", 'deny'],
    ["when: environment == 'production'", 'allow'],
  ])('what is known decides: %s', async (condition, effect) => {
    const policy = await policyOf(
      `version: 1\ndefault: allow\nrules:\n  - id: r\n    effect: deny\n    ${condition}\n`,
    );
    expect(decide([policy], entry)).toMatchObject({ effect });
  });

  test.each([
    ['https://evil.com/a', 'deny'],
    ['https://example.com/a', 'allow'],
  ])('the URI of a resource names its host: %s', async (resource, effect) => {
    const rules = [{ id: 'r', effect: 'deny', destinations: ['evil.com'] }];
    const policy = await policyOf({ version: 1, default: 'allow', rules });
    expect(decide([policy], question({ phase: 'list', resource }))).toMatchObject({ effect });
  });
});
