import { Composer, type Document, type ParsedNode, Parser } from 'yaml';
import type { Place, Report } from '../problem.js';
import { tokenTooDeep } from './depth.js';
import { countLines } from './lines.js';
import { DEEPEST, type Node } from './node.js';
import { readTree } from './tree.js';

type Offsets = (offset: number) => Place;

/** What a person can do about a mistake of YAML's own, by the library's code for it. */
const ADVICE: ReadonlyMap<string, string> = new Map([
  ['BAD_ALIAS', 'a text that starts with "*" or "&" must be in quotes'],
  ['BAD_SCALAR_START', 'a text that starts with such a character must be in quotes'],
  ['BLOCK_AS_IMPLICIT_KEY', 'a text that holds ": " or starts with "? " must be in quotes'],
  ['TAB_AS_INDENT', 'indent with blanks'],
  ['BAD_INDENT', 'keys of one mapping start in one column'],
  ['UNEXPECTED_TOKEN', 'a text that holds such a character must be in quotes'],
]);

/** After these the library still has the tree as it was meant, so the rest of the file is looked at too. */
const TREE_IS_WHOLE: ReadonlySet<string> = new Set(['BAD_ALIAS', 'BAD_SCALAR_START', 'TAB_AS_INDENT', 'BAD_DQ_ESCAPE']);

/** The one document of a YAML text, or undefined when there is no sense in reading on. Mistakes are reported. */
export function readYaml(text: string, report: Report): Node | undefined {
  const at = countLines(text);
  let documents: readonly Document.Parsed[] | undefined;
  try {
    documents = parse(text, at, report);
  } catch {
    // Not seen with any input, fuzzed ones included; the library keeps stacks, and a crash of it must not become ours.
    report.error(at(0), 'yaml: the file cannot be read: it is nested or broken in a way that the parser gives up on');
  }
  const [document, second] = documents ?? [];
  if (document === undefined) return undefined;
  if (second !== undefined) {
    report.error(at(second.range[0]), 'one file holds one document: remove what follows "---" or "..."');
    return undefined;
  }
  if (!reportErrors(document, at, report)) return undefined;
  if (isEmpty(document)) {
    report.error(at(0), 'the file is empty: a policy starts with "version: 1"');
    return undefined;
  }
  return readTree(document.contents, at, report);
}

function parse(text: string, at: Offsets, report: Report): readonly Document.Parsed[] | undefined {
  const tokens = [...new Parser().parse(text)];
  for (const token of tokens) {
    const deep = tokenTooDeep(token, DEEPEST);
    if (deep !== undefined) {
      report.error(at(deep), `nested too deep: a policy has at most ${DEEPEST} levels`);
      return undefined;
    }
    if (token.type === 'directive') report.error(at(token.offset), 'directives ("%…") are not part of the language');
  }
  const composer = new Composer({
    // Every scalar stays the text that was written: nothing is guessed before we look.
    schema: 'failsafe',
    version: '1.2',
    // The library compares each key with each other one, which takes minutes on a hostile file; tree.ts looks once.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  return [...composer.compose(tokens, true, text.length)];
}

/** Says whether the tree can be trusted. */
function reportErrors(document: Document.Parsed, at: Offsets, report: Report): boolean {
  for (const { code, message, pos } of document.errors) {
    const advice = ADVICE.get(code);
    const said = message.charAt(0).toLowerCase() + message.slice(1).replaceAll('\n', ' ');
    report.error(at(pos[0]), `yaml: ${said}${advice === undefined ? '' : ` (${advice})`}`);
  }
  return document.errors.every(({ code }) => TREE_IS_WHOLE.has(code));
}

function isEmpty(document: Document.Parsed): boolean {
  const contents: (ParsedNode & { source?: string; tag?: string }) | null = document.contents;
  return contents === null || (contents.source === '' && contents.range[0] === contents.range[1]);
}
