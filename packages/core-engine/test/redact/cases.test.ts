import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/decision.js';
import { wouldChange } from '../../src/redact/would-change.js';
import { casesOf, readList, redacted, redactionsOf, valueIn } from './support.js';

interface Case {
  readonly name?: string;
  /** `"**.bcc full"`, or an entry as a policy has it. */
  readonly redact: readonly (string | Readonly<Record<string, unknown>>)[];
  readonly findings?: readonly { path: string; range?: [number, number]; type?: string }[];
  /** Elements that are counted move when one goes out. */
  readonly shifts?: boolean;
  readonly from: string;
  /** Absent where nothing changes. */
  readonly to?: string;
}

const cases = casesOf<Case>('changes-').map((one) => ({ ...one, name: one.name ?? one.from }));

test('the cases are there', () => expect(cases.length).toBeGreaterThanOrEqual(100));

describe('S31 what must be changed', () => {
  test.each(cases)('$file: $redact $name', ({ redact, findings = [], shifts, from, to = from }) => {
    const redactions = redactionsOf(
      redact.map((entry) => {
        if (typeof entry !== 'string') return entry;
        const at = entry.lastIndexOf(' ');
        return { path: entry.slice(0, at), with: entry.slice(at + 1) };
      }),
    );
    const places = findings.map((given): Finding => ({ type: 'secret.test', score: 9, scanner: 'test', ...given }));
    const result = redacted(from, redactions, places);
    expect(result).toBe(to);
    JSON.parse(result);
    expect(redacted(from, redactions.toReversed(), places.toReversed())).toBe(to);
    expect(wouldChange(valueIn(from), redactions, places)).toBe(from !== to);
    // What findings named stood in the text before.
    if (places.length === 0 && shifts !== true) expect(redacted(result, redactions)).toBe(result);
  });
});

describe('mistakes in a list', () => {
  test.each(casesOf<{ redact: unknown; problems: string[] }>('mistakes'))('$redact', ({ redact, problems }) => {
    expect(readList(redact).problems).toEqual(problems.map((problem) => expect.stringContaining(problem)));
  });
});
