import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Span } from '../../src/wire/message.js';
import { type Edit, removeItems, splice } from '../../src/wire/splice.js';
import { fields, items } from '../../src/wire/value.js';
import { runs } from '../runs.js';
import { container } from './documents.js';
import { parseJson } from './parse-json.js';

const edit = (start: number, end: number, text: string): Edit => ({ span: { start, end }, bytes: Buffer.from(text) });
const spliced = (text: string, edits: readonly Edit[]): string =>
  Buffer.from(splice(Buffer.from(text), edits)).toString();

describe('splice', () => {
  test.each<[string, Edit[], string]>([
    ['no edits', [], '0123456789'],
    ['longer, shorter, gone', [edit(1, 2, 'abc'), edit(3, 6, 'd'), edit(8, 9, '')], '0abc2d679'],
    ['any order', [edit(8, 9, ''), edit(1, 2, 'abc'), edit(3, 6, 'd')], '0abc2d679'],
    ['neighbours', [edit(2, 4, 'b'), edit(0, 2, 'a')], 'ab456789'],
    ['insertions at both ends', [edit(10, 10, 'z'), edit(0, 0, 'a')], 'a0123456789z'],
    ['insertions at one place, in their order', [edit(2, 3, 'X'), edit(2, 2, 'a'), edit(2, 2, 'b')], '01abX3456789'],
    ['everything', [edit(0, 10, 'x')], 'x'],
  ])('%s', (_, edits, result) => {
    expect(spliced('0123456789', edits)).toBe(result);
  });

  test.each<[string, Edit[]]>([
    ['two that overlap', [edit(1, 4, 'a'), edit(3, 5, 'b')]],
    ['one inside of another', [edit(1, 9, 'a'), edit(3, 5, 'b')]],
    ['the same twice', [edit(1, 4, 'a'), edit(1, 4, 'a')]],
    ['an insertion inside of another', [edit(2, 2, 'a'), edit(1, 4, 'b')]],
    ['one that ends behind the end', [edit(9, 11, 'a')]],
    ['one that begins before the start', [edit(-1, 1, 'a')]],
    ['one that ends before it begins', [edit(5, 4, 'a')]],
  ])('throws on %s', (_, edits) => {
    expect(() => splice(Buffer.from('0123456789'), edits)).toThrow(RangeError);
  });

  test('members replaced in bytes are members replaced in values', () => {
    fc.assert(
      fc.property(container, fc.infiniteStream(fc.boolean()), (written, coins) => {
        const bytes = Buffer.from(written);
        const span = { start: 0, end: bytes.length };
        const places = items(bytes, span) ?? Array.from(fields(bytes, span)?.entries() ?? [], ({ value }) => value);
        const edits = places
          .filter(() => coins.next().value)
          .map((place) => ({ span: place, bytes: Buffer.from('"é"') }));
        let index = 0;
        const chosen = new Set(edits.map((made) => made.span));
        const parts = places.map((place) =>
          chosen.has(place) ? '"é"' : bytes.toString('utf8', place.start, place.end),
        );
        const result = splice(bytes, edits.toReversed());
        const after =
          items(result, { start: 0, end: result.length }) ??
          [...(fields(result, { start: 0, end: result.length })?.entries() ?? [])].map(({ value }) => value);
        for (const { start, end } of after)
          expect(Buffer.from(result).toString('utf8', start, end)).toBe(parts[index++]);
        expect(index).toBe(parts.length);
        JSON.parse(Buffer.from(result).toString());
      }),
      runs(300),
    );
  });
});

describe('removeItems', () => {
  const without = (text: string, ...indexes: number[]): string => {
    const bytes = Buffer.from(text);
    const array = { start: 0, end: bytes.length };
    return spliced(text, removeItems(bytes, array, items(bytes, array) as Span[], new Set(indexes)));
  };

  test.each<[string, number[], string]>([
    ['[ 1 , 2 , 3 ]', [], '[ 1 , 2 , 3 ]'],
    ['[ 1 , 2 , 3 ]', [0], '[ 2 , 3 ]'],
    ['[ 1 , 2 , 3 ]', [1], '[ 1 , 3 ]'],
    ['[ 1 , 2 , 3 ]', [2], '[ 1 , 2 ]'],
    ['[ 1 , 2 , 3 ]', [0, 1], '[ 3 ]'],
    ['[ 1 , 2 , 3 ]', [0, 2], '[ 2 ]'],
    ['[ 1 , 2 , 3 ]', [1, 2], '[ 1 ]'],
    ['[ 1 , 2 , 3 ]', [0, 1, 2], '[  ]'],
    ['[1]', [0], '[]'],
    ['[1,2]', [7, -1], '[1,2]'],
    ['[]', [0], '[]'],
  ])('%s without %j', (text, indexes, result) => {
    expect(without(text, ...indexes)).toBe(result);
  });

  test('throws on elements of another array', () => {
    const bytes = Buffer.from('[[1],[2]]');
    expect(() => removeItems(bytes, { start: 1, end: 4 }, [{ start: 6, end: 7 }], new Set([0]))).toThrow(RangeError);
    expect(() => removeItems(bytes, { start: 1, end: 4 }, [{ start: 0, end: 2 }], new Set([0]))).toThrow(RangeError);
    expect(() => removeItems(bytes, { start: 2, end: 3 }, [], new Set([0]))).toThrow(RangeError);
  });

  test('elements removed in bytes are elements removed in values', () => {
    fc.assert(
      fc.property(fc.array(container, { maxLength: 8 }), fc.uniqueArray(fc.nat(8)), (elements, remove) => {
        const text = `[ ${elements.join(' ,\t')} ]`;
        const kept = elements.filter((_, index) => !remove.includes(index)).map((element) => parseJson(element));
        expect(parseJson(without(text, ...remove))).toEqual(kept);
      }),
      runs(300),
    );
  });
});
