import type { Node, Scalar } from '../node.js';
import { readBrackets } from './brackets.js';
import { type Cursor, NotPlain } from './cursor.js';
import { isQuote, readQuoted } from './quoted.js';

/** Without quotes and brackets: up to what ends it, which are ": " and " #". */
const PROSE = /[A-Za-z0-9_./](?:[^ :#\n]+|:(?=[^ \n])| +(?=[^ :#\n]))*/y;
const REST_OF_LINE = /(?: +#[^\n]*| *)\n/y;

/** Folded or literal, without the line end at its end. */
const BLOCK_HEAD = /[>|]-\n/y;
const INDENT = / +/y;
const BLOCK_LINE = /[^ \n][^\n]*\n/y;
const EMPTY_LINES = /\n*/y;
const BLANK_LINE = / +\n/y;

/**
 * A value that starts on the line of its key or dash, which stands in this column (from 0; -1 at the top of a file), up to the
 * beginning of the line behind it.
 */
export function readInline(cursor: Cursor, column: number): Node {
  const char = cursor.char();
  if (char === '>' || char === '|') return readBlockText(cursor, column);
  const node = readOneLine(cursor, char, column);
  cursor.must(REST_OF_LINE);
  return node;
}

function readOneLine(cursor: Cursor, char: string, column: number): Node {
  if (isQuote(char)) return readQuoted(cursor);
  return char === '[' || char === '{' ? readBrackets(cursor, column) : readProse(cursor);
}

function readProse(cursor: Cursor): Scalar {
  const place = cursor.place();
  return { kind: 'scalar', place, text: cursor.must(PROSE), plain: true, isPlainLine: true };
}

/** Lines of one indentation, without empty ones between them. */
function readBlockText(cursor: Cursor, column: number): Scalar {
  const place = cursor.place();
  const isFolded = cursor.must(BLOCK_HEAD).startsWith('>');
  const indent = cursor.must(INDENT);
  if (indent.length <= column) throw new NotPlain();
  const same = new RegExp(indent, 'y');
  const lines = [cursor.must(BLOCK_LINE)];
  while (cursor.take(same) !== undefined) lines.push(cursor.must(BLOCK_LINE));
  cursor.must(EMPTY_LINES);
  // What stands as deep belongs to the text, even a "#"; and blanks alone on a line may belong to it.
  if (cursor.sees(BLANK_LINE) || cursor.sees(same)) throw new NotPlain();
  const text = lines.map((line) => line.slice(0, -1)).join(isFolded ? ' ' : '\n');
  return { kind: 'scalar', place, text, plain: false, isPlainLine: false };
}
