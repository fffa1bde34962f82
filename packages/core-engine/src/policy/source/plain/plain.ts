import { countLines } from '../lines.js';
import type { Node } from '../node.js';
import { type Cursor, DEEPEST_PLAIN, NotPlain, openCursor } from './cursor.js';
import { openEntries } from './entries.js';
import { readInline } from './inline.js';

/** Forms that change what stands around them, wherever they are: tabs, carriage returns, document markers, directives. */
const NEVER_PLAIN = /[\t\r]|^(?:---|\.\.\.|%)/m;

const IDLE_LINES = /(?: *(?:#[^\n]*)?\n)*/y;
const INDENT = / */y;
const DASH = /-(?= )/y;
const BLANKS = / +/y;
const KEY = /[A-Za-z_]\w{0,63}:(?=[ \n])/y;
/** Behind a key whose value begins on a further line. */
const NOTHING = /(?: +#[^\n]*| *)\n/y;

/**
 * The policy of a text that keeps to the plain forms of YAML, as nearly every policy does: mappings with words as keys, lists,
 * quotes without escapes, brackets, folded and literal text. Undefined for every other text, right or wrong. Reports nothing and
 * guesses nothing: what it gives is what the library gives, in a tenth of the time and without loading it, and tests hold it to that.
 */
export function readPlain(text: string): Node | undefined {
  if (NEVER_PLAIN.test(text)) return undefined;
  // Every line ends, so that no pattern has to look for the end of the text.
  const cursor = openCursor(text.endsWith('\n') ? text : `${text}\n`, countLines(text));
  try {
    return readDocument(cursor);
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

function readDocument(cursor: Cursor): Node {
  /** Of the line that the cursor stands in. */
  let indent = nextIndent(cursor);
  const readBlock = (depth: number): Node => {
    if (depth > DEEPEST_PLAIN) throw new NotPlain();
    return cursor.sees(DASH) ? readList(depth) : readMapping(depth);
  };

  const readList = (depth: number): Node => {
    const [place, column] = [cursor.place(), indent];
    const items: Node[] = [];
    while (indent === column && cursor.take(DASH) !== undefined) {
      const blanks = cursor.must(BLANKS);
      if (cursor.sees(KEY)) {
        indent = column + 1 + blanks.length;
        items.push(readMapping(depth + 1));
      } else {
        items.push(readInline(cursor, column));
        indent = nextIndent(cursor);
      }
    }
    return { kind: 'list', place, items };
  };

  const readMapping = (depth: number): Node => {
    const [place, column] = [cursor.place(), indent];
    const { entries, add } = openEntries();
    while (indent === column) {
      const keyPlace = cursor.place();
      const key = cursor.must(KEY).slice(0, -1);
      add(key, keyPlace, readMember(column, depth));
    }
    return { kind: 'mapping', place, entries };
  };

  const readMember = (column: number, depth: number): Node => {
    if (cursor.take(NOTHING) === undefined) {
      cursor.must(BLANKS);
      const value = readInline(cursor, column);
      indent = nextIndent(cursor);
      return value;
    }
    indent = nextIndent(cursor);
    if (indent > column) return readBlock(depth + 1);
    if (indent === column && cursor.sees(DASH)) return readList(depth + 1);
    throw new NotPlain();
  };

  if (indent !== 0) throw new NotPlain();
  const root = cursor.char() === '[' || cursor.char() === '{' ? readInline(cursor, -1) : readBlock(1);
  // A line that no block takes ends all of them, and is found here.
  if (nextIndent(cursor) !== -1) throw new NotPlain();
  return root;
}

/** Goes to the next line that holds something and gives its indentation; -1 at the end of the text. */
function nextIndent(cursor: Cursor): number {
  cursor.must(IDLE_LINES);
  const blanks = cursor.must(INDENT);
  return cursor.char() === '' ? -1 : blanks.length;
}
