import { expect, test } from 'vitest';
import { destinationHolds } from '../../src/destination/holds.js';
import { compileGlob, headOf } from '../../src/policy/match/glob.js';
import type { Selector } from '../../src/policy/match/selector.js';
import { casesIn } from './support.js';

interface Case {
  readonly destinations: readonly string[];
  readonly hosts: readonly string[] | null;
  readonly allow: boolean;
  readonly other: boolean;
}

function selectorOf(entries: readonly string[]): Selector {
  const positive = entries.filter((entry) => !entry.startsWith('!'));
  const excluded = entries.filter((entry) => entry.startsWith('!')).map((entry) => compileGlob(entry.slice(1)));
  return { positive: positive.map(compileGlob), heads: positive.map(headOf), excluded };
}

test.each(casesIn<Case>('holds'))('$destinations over $hosts', ({ destinations, hosts, allow, other }) => {
  const holds = (effect: Parameters<typeof destinationHolds>[0]): boolean =>
    destinationHolds(effect, selectorOf(destinations), hosts ?? undefined);
  expect(holds('allow')).toBe(allow);
  expect([holds('deny'), holds('approve'), holds('redact')]).toEqual([other, other, other]);
});
