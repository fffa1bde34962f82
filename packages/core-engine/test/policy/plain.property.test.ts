import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pack } from '../../../../policies/src/index.js';
import { openReport } from '../../src/policy/problem.js';
import type { Node } from '../../src/policy/source/node.js';
import { readPlain } from '../../src/policy/source/plain/plain.js';
import { readYaml } from '../../src/policy/source/yaml.js';
import { runs } from '../runs.js';
import { caseFiles } from './support.js';

/** What the library gives, undefined where it has any objection. */
function read(text: string): Node | undefined {
  const report = openReport('p.yaml');
  const node = readYaml(text, report);
  return report.failed() ? undefined : node;
}

const baseline = new TextDecoder().decode(pack('baseline')?.text);
const wrong = ['errors-keys', 'errors-yaml'].flatMap((name) => caseFiles<{ text: string }[]>(name)[0]?.content ?? []);
const whole = [
  '-   a: x\n    b: y\n-   z\n',
  baseline,
  'version: 1\ndefault: deny\nrules:\n- id: a # why\n\n# and\n  effect: deny\n  tools:\n  - x*\n  - "!y"\n',
  '{"version":1,"default":"deny","rules":[{"id":"a","effect":"deny","tools":["x*","!y"]}]}',
  'version: 1\nname: see http://x/#y\nrules: [\n    { id: a, effect: deny },\n  ]\n',
  'default: allow\nrules:\n  - id: a\n    hint: |-\n      one\n      # two\n    reason: >-\n      three\n      four\n\n  # five\n',
];
/** Close to the forms that are plain. */
const close = [
  '[a,\n...\n]',
  'a: [\nb]\n',
  'a: { k:v, l: 1 }\n',
  "a: 'it''s'\n",
  '-   a: x\n  b: y\n',
  'a: x\n b: y\n',
];
const texts = [...whole, ...close, ...wrong.map(({ text }) => text)];

test('what is plain reads as the library reads it', () => {
  for (const text of texts) {
    const plain = readPlain(text);
    if (plain !== undefined) expect(plain).toEqual(read(text));
  }
});

test.each(whole.filter((text) => !text.includes('  ]')))('plain: %j', (text) => {
  expect(readPlain(text)).toBeDefined();
});

const bits = [
  ...[
    ' ',
    '  ',
    '\n',
    '\n\n',
    '\n  ',
    '\n    ',
    '\n  - x\n',
    '\nx: y\n',
    '# c\n',
    ' #',
    '#',
    ': ',
    ':',
    'b:',
    '- ',
    '-',
  ],
  ...[
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ',',
    ', ',
    '>-\n',
    '|-\n',
    '|\n',
    '\\',
    '*',
    '&a',
    '!',
    '?',
    '~',
    '<<: ',
    'null',
    '1',
  ],
  ...['%', '---\n', '@', '`', '.', '/', '=', '+', 'é', '😀', '\u00a0', '\t', '\r\n'],
];
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.constantFrom(0, 0, 1, 3),
  bit: fc.oneof(
    fc.constantFrom(...bits),
    fc.constantFrom(...texts).map((text) => text.slice(-12)),
  ),
});
/** A text that nearly is a policy. */
const damaged = fc.tuple(fc.constantFrom(...texts), fc.array(change, { maxLength: 3 })).map(([text, changes]) =>
  changes.reduce((before, { at, cut, bit }) => {
    const index = Math.floor(at * before.length);
    return before.slice(0, index) + bit + before.slice(index + cut);
  }, text),
);

const parts = [
  ...[
    'a: ',
    'b: ',
    'c:',
    'd:',
    '-   a: ',
    '- ',
    '- ',
    'x',
    '"q r"',
    "'s'",
    '[a, b]',
    '{ k: v }',
    '{"k":1}',
    '[',
    '{ k: [a, ',
    '] }',
    ']',
  ],
  ...['# c', 'y # z', 'w:x', 'word two', '>-', '|-', '  ', ''],
];
const indent = fc.constantFrom('', '', '', '  ', '  ', '    ', ' ', '   ', '      ');
const line = fc
  .tuple(indent, fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 4 }))
  .map(([blanks, some]) => blanks + some.join(''));
/** Lines that fit together now and then. */
const pieced = fc
  .tuple(fc.array(line, { minLength: 1, maxLength: 8 }), fc.constantFrom('', '\n'))
  .map(([lines, end]) => lines.join('\n') + end);
const below = [' ', '  x', '  # c', '', '', '  ', '   ', '    y', ' z', ' # d', '# e', '  y ', '  - x', 'b: c'];
/** Folded and literal text, and what comes behind it. */
const blockText = fc
  .tuple(fc.constantFrom('a: >-', 'a: |-', '- >-', '- a: |-'), fc.array(fc.constantFrom(...below), { maxLength: 6 }))
  .map(([head, lines]) => [head, '  x', ...lines, ''].join('\n'));

test('so does whatever else is taken for plain', () => {
  let taken = 0;
  fc.assert(
    fc.property(fc.oneof(damaged, pieced, blockText), (text) => {
      const plain = readPlain(text);
      if (plain === undefined) return;
      taken += 1;
      expect(plain).toEqual(read(text));
    }),
    runs(20_000, 20),
  );
  // Otherwise the property says nothing.
  expect(taken).toBeGreaterThan(200);
});

test('S11: what is nested deeper than a policy may be is left to the library', () => {
  const blocks = (depth: number) => Array.from({ length: depth }, (_, at) => `${' '.repeat(at)}a:`).join('\n');
  expect(readPlain(`${blocks(15)} x\n`)).toBeDefined();
  expect(readPlain(`${blocks(17)} x\n`)).toBeUndefined();
  expect(readPlain(`a: ${'['.repeat(15)}b${']'.repeat(15)}\n`)).toBeDefined();
  expect(readPlain(`a: ${'['.repeat(17)}b${']'.repeat(17)}\n`)).toBeUndefined();
});
