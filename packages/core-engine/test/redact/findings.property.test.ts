import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wouldChange } from '../../src/redact/would-change.js';
import { runs } from '../runs.js';
import { isAmbiguous } from '../wire/ambiguity.js';
import { document } from '../wire/documents.js';
import { found, redacted, redactionsOf, valueIn } from './support.js';

const piece = fc.constantFrom('a', 'b', ' ', '"', '\\', '\n', 'é', '😀', '{', '}', ':', ',', '\u2028');
const text = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));
const range = fc.tuple(fc.integer({ min: 0, max: 24 }), fc.integer({ min: 0, max: 24 }));

test('ranges of one string, in any order: nothing in them stays and everything else does', () => {
  const stars = redactionsOf([{ findings: ['*'], with: 'keep_type' }]);
  fc.assert(
    fc.property(text, fc.array(range, { minLength: 1, maxLength: 5 }), (given, ranges) => {
      const findings = ranges.map((one) => found('a.0', one));
      const isWhole = ranges.some(([start, end]) => end <= start || end > given.length);
      let unit = 0;
      const expected = [...given].map((point) => {
        const from = unit;
        unit += point.length;
        return isWhole || ranges.some(([start, end]) => start < unit && end > from) ? '*' : point;
      });
      const from = JSON.stringify({ a: [given], b: given });
      const to = redacted(from, stars, findings);
      expect(JSON.parse(to)).toEqual({ a: [expected.join('')], b: given });
      expect(redacted(from, stars, findings.toReversed())).toBe(to);
      expect(wouldChange(valueIn(from), stars, findings)).toBe(from !== to);
    }),
    runs(2_000),
  );
});

const strategy = fc.constantFrom('remove', 'full', 'partial', 'token', 'keep_type');
const path = fc.array(fc.constantFrom('a', 'name', '0', '*', '**'), { minLength: 1, maxLength: 3 });
const entry = fc.oneof(
  fc.record({ path: path.map((steps) => steps.join('.')), with: strategy }),
  fc.record({ findings: fc.constant(['*']), with: strategy }),
);
const place = fc.constantFrom('', 'a', 'name', '0', '0.0', 'a.name', 'nowhere.at.all', '\\', '..');
const finding = fc.tuple(place, fc.option(range, { nil: undefined })).map(([at, given]) => found(at, given));

/** JSON with a text in it that was JSON before something in it was changed. */
const damaged = fc
  .tuple(document, fc.nat(), fc.nat(2), fc.constantFrom('', '{', '}', '"', '\\', ',', '\\u0061', '\ud800', '\ufeff'))
  .map(([json, at, drop, insert]) => {
    const from = at % (json.length + 1);
    return JSON.stringify({ a: `${json.slice(0, from)}${insert}${json.slice(from + drop)}`, name: [json] });
  });

test('any JSON, any redactions, any findings: JSON comes out, and `wouldChange` said so', () => {
  fc.assert(
    fc.property(
      fc.oneof(document, damaged),
      fc.array(entry, { minLength: 1, maxLength: 3 }),
      fc.array(finding, { maxLength: 3 }),
      (from, list, findings) => {
        const redactions = redactionsOf(list);
        const to = redacted(from, redactions, findings);
        JSON.parse(to);
        expect(redacted(from, redactions.toReversed(), findings.toReversed())).toBe(to);
        // Numbers that are no doubles are not in the tests' own values.
        const isPlain = !isAmbiguous(from) && !/\d[eE][-+]?\d{3}/.test(from);
        if (isPlain) expect(wouldChange(valueIn(from), redactions, findings)).toBe(from !== to);
      },
    ),
    runs(3_000),
  );
});
