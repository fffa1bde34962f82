import { createRequire } from 'node:module';
import { getPublicSuffix } from 'tldts';
import { expect, test } from 'vitest';
import { hasPublicSuffix, LABELS } from '../../src/destination/suffixes.js';

interface Trie {
  readonly labelText: string;
  readonly edgeLength: Uint8Array;
  readonly edgeStart: Uint16Array;
  readonly rulesRoot: number;
}

const trie = createRequire(import.meta.url)('tldts/dist/cjs/src/data/trie.js') as Trie;
const labels = LABELS.trim().split(/\s+/);
const onlyIcann = { allowPrivateDomains: false, mixedInputs: false };

test('every label ends a public suffix of the list', () => {
  expect(labels.length).toBeGreaterThan(1_000);
  const known = (label: string): boolean => getPublicSuffix(`x.y.${label}`, onlyIcann)?.endsWith(label) === true;
  expect(labels.filter((label) => !known(label))).toEqual([]);
  expect(labels.filter((label) => !hasPublicSuffix(`x.${label}`))).toEqual([]);
});

test('no label of the list is missing: else run `node scripts/suffixes.mjs`', () => {
  let at = 0;
  const ends = [...trie.edgeLength].map((length) => {
    at += length;
    return trie.labelText.slice(at - length, at);
  });
  const ofRoot = ends.slice(trie.edgeStart[trie.rulesRoot], trie.edgeStart[trie.rulesRoot + 1]);
  expect(ofRoot.length).toBeGreaterThan(1_000);
  const inAscii = ofRoot.map((label) => new URL(`http://x.${label}/`).hostname.slice(2));
  expect([...new Set(inAscii)].sort()).toEqual([...labels].sort());
});

test.each(['com', '.com', 'x.internal', 'x.local', 'x.constructor', 'x.', '', 'x.COM'])('%j has none', (name) => {
  expect(hasPublicSuffix(name)).toBe(false);
});
