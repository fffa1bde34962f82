import type { ASTNode } from '@marcbachmann/cel-js';
import { Environment } from '@marcbachmann/cel-js/evaluator';
import { quote } from '../../policy/schema/suggest.js';

export type Node = ASTNode;

/** 16 KiB: longer than anything that a person would want to review. In UTF-16 units, of which no text has more than bytes. */
const LONGEST = 16 * 1024;
/** Nested brackets and ternaries, or fields of fields. */
const DEEPEST = 64;
const MOST_NODES = 4_000;

const environment = new Environment({
  limits: { maxDepth: DEEPEST, maxAstNodes: MOST_NODES, maxListElements: 2_000, maxMapEntries: 500 },
});

export interface SyntaxMistake {
  readonly offset: number;
  readonly message: string;
}

/** Reads an expression; only the library's parser is used, nothing of it ever evaluates. */
export function parse(source: string): Node | SyntaxMistake {
  if (source.length > LONGEST) return { offset: 0, message: `an expression has at most ${LONGEST} characters` };
  if (/\p{Cs}/u.test(source)) return { offset: 0, message: 'the expression is not well-formed Unicode' };
  try {
    return environment.parse(source).ast;
  } catch (error) {
    // Thousands of `!` or `-` in a row: the parser does not count those.
    if (error instanceof RangeError) return { offset: 0, message: TOO_DEEP };
    if (!(error instanceof Error) || error.name !== 'ParseError') throw error;
    const { code, range } = error as Error & { code: string; range?: { start: number; end: number } };
    const offset = range?.start ?? 0;
    return { offset, message: explain(code, source, offset, range?.end ?? offset) };
  }
}

export const TOO_DEEP = 'the expression is nested too deeply or too large';

const MESSAGES: Readonly<Record<string, string>> = {
  limit_exceeded: TOO_DEEP,
  unterminated_string: 'a text is not closed',
  unterminated_triple_quoted_string: 'a text is not closed',
  newline_in_string: 'a text between single quotes ends on its line',
  invalid_macro_argument: 'the first argument of a macro is the name of its variable',
};

/** The library's own text holds the input raw. */
function explain(code: string, source: string, start: number, end: number): string {
  const message = MESSAGES[code];
  if (message !== undefined) return message;
  const word = quote(source.slice(start, Math.max(end, start + 1)));
  if (code === 'reserved_identifier') return `${word} is a reserved word of CEL`;
  if (start >= source.length) return 'the expression ends too early';
  if (code.includes('escape') || code.includes('surrogate')) return `${word} is no escape sequence`;
  return `unexpected ${word}`;
}
