import type { Report } from '../../policy/problem.js';
import { readText as readScalarText } from '../../policy/schema/scalar.js';
import { quote } from '../../policy/schema/suggest.js';
import type { Node, Scalar } from '../../policy/source/node.js';
import { readNumber } from '../../value/number.js';
import { Inexact, type Value } from '../../value/value.js';

/** As JSON writes them, which every YAML reads alike. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;
const WORDS: ReadonlyMap<string, null | boolean> = new Map([
  ['null', null],
  ['true', true],
  ['false', false],
]);
/** What a program's own numbers become that JSON does not have. */
const NO_NUMBERS: ReadonlySet<string> = new Set(['NaN', 'Infinity', '-Infinity']);

/** What stands behind `value:` as a value of JSON; undefined where it is a mistake, which is reported. */
export function readValue(node: Node, report: Report): Value | undefined {
  switch (node.kind) {
    case 'unreadable':
      return undefined;
    case 'list':
      return readList(node, report);
    case 'mapping': {
      const map = new Map<string, Value>();
      for (const { key, value } of node.entries) {
        const read = readValue(value, report);
        if (read !== undefined) map.set(key, read);
      }
      return map.size === node.entries.length ? map : undefined;
    }
    case 'scalar':
      return readScalar(node, report);
  }
}

export function readList(node: Node, report: Report): readonly Value[] | undefined {
  if (node.kind !== 'list') {
    if (node.kind !== 'unreadable') report.error(node.place, '"value" must be a list: put it in brackets');
    return undefined;
  }
  const values: Value[] = [];
  for (const item of node.items) {
    const value = readValue(item, report);
    if (value !== undefined) values.push(value);
  }
  return values.length === node.items.length ? values : undefined;
}

export function readText(node: Node, report: Report): string | undefined {
  return readScalarText(node, '"value"', report);
}

function readScalar(node: Scalar, report: Report): Value | undefined {
  const { text, plain, place } = node;
  const word = plain ? WORDS.get(text) : undefined;
  if (word !== undefined) return word;
  if (plain && NUMBER.test(text)) {
    const number = readNumber(text);
    if (!(number instanceof Inexact)) return number;
    report.error(place, `"value" cannot be compared: no double has the value ${quote(text).slice(1, -1)}`);
    return undefined;
  }
  if (plain && NO_NUMBERS.has(text)) {
    report.error(place, `"value" must be a value of JSON: quote ${text} if text is meant`);
    return undefined;
  }
  return readScalarText(node, 'a "value" other than a number, true, false or null', report);
}
