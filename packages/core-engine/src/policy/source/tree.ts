import { isAlias, isMap, isScalar, type ParsedNode, type Scalar, type YAMLMap } from 'yaml';
import type { Place, Report } from '../problem.js';
import { quote } from '../schema/suggest.js';
import { type Entry, MOST_VALUES, type Node } from './node.js';

/** Enough to share lists between rules, and too few to be in anybody's way. */
const MOST_ALIASES = 100;

const TAGS: ReadonlySet<string> = new Set(['str', 'seq', 'map'].map((name) => `tag:yaml.org,2002:${name}`));

/**
 * The library's tree as ours: aliases written out, no tags, no merges, no key twice. The tree is at most DEEPEST deep.
 * Undefined where aliases are too many or stand for too much: then nobody walks through the result.
 */
export function readTree(root: ParsedNode | null, at: (offset: number) => Place, report: Report): Node | undefined {
  const anchors = new Map<string, { readonly node: Node; readonly size: number }>();
  let aliases = 0;
  let values = 0;
  let stopped = false;

  const refuse = (place: Place, message: string): Node => {
    if (!stopped) report.error(place, message);
    return { kind: 'unreadable', place };
  };
  const stop = (place: Place, message: string): Node => {
    const node = refuse(place, message);
    stopped = true;
    return node;
  };

  const read = (node: ParsedNode | null, fallback: Place): Node => {
    if (node === null) return { kind: 'scalar', place: fallback, text: '', plain: true, isPlainLine: true };
    const place = at(node.range[0]);
    if (isAlias(node)) return readAlias(node.source, place);
    const before = values;
    values += 1;
    const result = readUntagged(node, place);
    // Known from here on: an alias inside of what its own anchor names finds nothing, so there are no cycles.
    if (node.anchor !== undefined) anchors.set(node.anchor, { node: result, size: values - before });
    return result;
  };

  const readAlias = (name: string, place: Place): Node => {
    aliases += 1;
    if (aliases > MOST_ALIASES) return stop(place, `a policy has at most ${MOST_ALIASES} aliases`);
    // Reported by the library: an unquoted "*" is an alias without a name.
    if (name === '') return { kind: 'unreadable', place };
    const anchor = anchors.get(name);
    if (anchor === undefined) {
      return refuse(place, `unknown alias ${quote(name)}: a text that starts with "*" must be in quotes`);
    }
    values += anchor.size;
    if (values > MOST_VALUES) return stop(place, `aliases make this policy larger than ${MOST_VALUES} values`);
    return anchor.node;
  };

  const readUntagged = (node: Exclude<ParsedNode, { resolve: unknown }>, place: Place): Node => {
    if (node.tag !== undefined && !TAGS.has(node.tag)) {
      return refuse(place, `unknown tag ${quote(node.tag)}: an entry that starts with "!" must be in quotes`);
    }
    if (isScalar(node)) return readScalar(node, place);
    if (isMap(node)) return readMapping(node, place);
    return { kind: 'list', place, items: node.items.map((item) => read(item as ParsedNode | null, place)) };
  };

  const readMapping = (map: YAMLMap.Parsed, place: Place): Node => {
    const entries = new Map<string, Entry>();
    for (const pair of map.items) {
      const keyPlace = pair.key === null ? place : at(pair.key.range[0]);
      const key = isScalar(pair.key) && pair.key.tag === undefined ? readScalar(pair.key, keyPlace) : undefined;
      const value = read(pair.value, keyPlace);
      const first = key === undefined ? undefined : entries.get(key.text);
      if (key === undefined || (key.plain && key.text === '')) refuse(keyPlace, 'a key must be plain text');
      else if (key.plain && key.text === '<<')
        refuse(keyPlace, 'merge keys ("<<") are not allowed: write the keys out');
      else if (first === undefined) entries.set(key.text, { key: key.text, place: keyPlace, value });
      else refuse(keyPlace, `key ${quote(key.text)} stands here twice: first on line ${first.place.line}`);
    }
    return { kind: 'mapping', place, entries: [...entries.values()] };
  };

  const result = read(root, at(0));
  return stopped ? undefined : result;
}

function readScalar(node: Scalar.Parsed, place: Place): Node & { readonly kind: 'scalar' } {
  const text = typeof node.value === 'string' ? node.value : '';
  const plain = node.type === 'PLAIN' && node.tag === undefined;
  // Folded over several lines it is shorter than its source, or longer by what follows.
  return { kind: 'scalar', place, text, plain, isPlainLine: plain && node.range[1] - node.range[0] === text.length };
}
