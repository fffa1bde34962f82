import { readNumber, type Value } from '@ostiary/core-engine';
import type { Alias, Node, Scalar } from 'yaml';
import { findTooDeep } from './depth.js';
import { type Member, openSource, quote, type Source, type Tree } from './tree.js';

const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;
const words: ReadonlyMap<string, null | boolean> = new Map([
  ['null', null],
  ['true', true],
  ['false', false],
]);
/** What YAML 1.1 or 1.2 reads as nothing, a truth value, a number or a date, and JSON writes otherwise (yaml.org/type). */
const ambiguous =
  /^(?:~|=|<<|null|true|false|y|yes|n|no|on|off|[-+]?\.(?:inf|nan)|[-+]?(?:0[box])?[\d_][\d_a-f]*(?::[0-5]?\d)*(?:\.[\d_]*)?(?:e[-+]?\d+)?|[-+]?\.[\d_]+(?:e[-+]?\d+)?|\d{4}-\d\d?-\d\d?(?:[t \t].*)?)?$/i;
const mostBytes = 1024 ** 2;

/** YAML, with its mistakes. No tree where it has one in its form. */
export async function readYamlTree(file: string, bytes: Uint8Array): Promise<{ source: Source; tree?: Tree }> {
  const { isAlias, isMap, isScalar, isSeq, LineCounter, Parser, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const source = openSource(file, (at) => {
    const { line, col } = lines.linePos(at);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  });
  const refuse = (message: string, at = 0) => {
    source.complain(at, message);
    return { source };
  };
  if (bytes.length > mostBytes) return refuse('the file is too large: YAML has at most 1 MiB here, JSON 32 MiB');
  const text = new TextDecoder().decode(bytes);
  if (text.includes('\ufffd')) return refuse('the file is not UTF-8');
  const tooDeep = findTooDeep(new Parser().parse(text));
  if (tooDeep !== undefined) return refuse('the file is nested too deep: a message has at most 128 levels', tooDeep);
  const document = parseDocument(text, { lineCounter: lines, schema: 'failsafe', merge: false, uniqueKeys: true });
  for (const { message, pos } of document.errors) source.complain(pos[0], message.split('\n')[0] ?? message);
  if (source.problems.length > 0) return { source };

  function treeOf(node: Node | null, fallback: number): Tree {
    const at = node?.range?.[0] ?? fallback;
    if (node === null) return { at, value: () => scalarOf('', true, at) };
    if (isAlias(node as Alias) || node.tag !== undefined) {
      source.complain(at, 'aliases and tags are not allowed here: write the value out, text in quotes');
      return { at, value: () => null };
    }
    if (isMap<Node, Node | null>(node)) {
      const members = node.items.map(({ key, value }): Member => {
        const place = key.range?.[0] ?? at;
        if (!isScalar(key)) source.complain(place, 'a key must be plain text');
        return { key: isScalar(key) ? String(key.value) : '', at: place, tree: treeOf(value, place) };
      });
      const value = (): Value => new Map(members.map(({ key, tree }) => [key, tree.value()]));
      return { at, members, value };
    }
    if (isSeq<Node | null>(node)) {
      const items = node.items.map((item) => treeOf(item, at));
      return { at, items, value: () => items.map((item) => item.value()) };
    }
    const { value, type } = node as Scalar;
    return { at, value: () => scalarOf(String(value), type === 'PLAIN', at) };
  }

  function scalarOf(written: string, plain: boolean, at: number): Value {
    if (!plain) return written;
    const word = words.get(written);
    if (word !== undefined) return word;
    if (number.test(written)) return readNumber(written);
    if (!ambiguous.test(written)) return written;
    const shown = written === '' ? 'nothing' : quote(written);
    source.complain(
      at,
      `${shown} without quotes means different things to different readers: quote it, or write it as JSON does`,
    );
    return null;
  }

  return { source, tree: treeOf(document.contents as Node | null, 0) };
}
