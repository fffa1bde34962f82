import { defaultLimits, fields, items, type Json, readJson, readValue, type Span } from '@ostiary/core-engine';
import { openSource, type Source, type Tree } from './tree.js';

const mistakes: Readonly<Record<string, string>> = {
  not_json: 'this is not JSON',
  trailing_bytes: 'there is more behind the JSON value',
  byte_order_mark: 'JSON has no byte order mark',
  invalid_utf8: 'this is not UTF-8',
  duplicate_key: 'an object has a key twice',
  lone_surrogate: 'a string or key holds half of a surrogate pair',
  line_too_long: 'there is too much of it: a message has at most 32 MiB',
  string_too_long: 'a string is too long: a message has strings of at most 8 MiB',
  too_deep: 'it is nested too deep: a message has at most 128 levels',
  too_many_keys: 'it has too many keys: a message has at most 100000',
};

/** JSON, read as strictly as the gateway reads a message, with its mistakes. No tree where it is none. */
export function readJsonTree(file: string, bytes: Uint8Array): { source: Source; tree?: Tree } {
  const source = openSource(file, openPlaces(bytes));
  const json = readJson(bytes, defaultLimits);
  if (!('mistake' in json)) return { source, tree: treeOf(json, json.span) };
  source.complain(positionOf(bytes), `${mistakes[json.mistake] ?? json.mistake} (${json.mistake})`);
  return { source };
}

function treeOf({ bytes }: Json, { start, end }: Span): Tree {
  const span = { start, end };
  return {
    at: start,
    get members() {
      const found = fields(bytes, span);
      const entries = found === undefined ? undefined : [...found.entries()];
      return entries?.map(({ key, value, member }) => ({
        key,
        at: member.start,
        tree: treeOf({ bytes, span: value }, value),
      }));
    },
    get items() {
      return items(bytes, span)?.map((item) => treeOf({ bytes, span: item }, item));
    },
    value: () => readValue(bytes, span),
  };
}

/** Lines end in a line feed; a column counts UTF-16 units, as editors do. */
function openPlaces(bytes: Uint8Array): (at: number) => { line: number; column: number } {
  let starts: number[] | undefined;
  return (at) => {
    starts ??= lineStarts(bytes);
    const line = starts.findLastIndex((start) => start <= at);
    const before = bytes.subarray(starts[line] ?? 0, at);
    return { line: line + 1, column: new TextDecoder().decode(before.subarray(-LONGEST_LINE)).length + 1 };
  };
}

/** A file of one line may have as many mistakes as it has bytes; columns behind this are as good as none. */
const LONGEST_LINE = 100_000;

function lineStarts(bytes: Uint8Array): number[] {
  const starts = [0];
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) starts.push(at + 1);
  return starts;
}

/** Where the runtime's own reader stumbles, if it does: only for the message. */
function positionOf(bytes: Uint8Array): number {
  const text = new TextDecoder().decode(bytes);
  try {
    JSON.parse(text);
    return 0;
  } catch (error) {
    const [, position] = /position (\d+)/.exec(error instanceof Error ? error.message : '') ?? [];
    if (position === undefined) return text.trim() === '' ? 0 : bytes.length;
    return new TextEncoder().encode(text.slice(0, Number(position))).length;
  }
}
