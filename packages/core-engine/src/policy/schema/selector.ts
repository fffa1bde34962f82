import { compileGlob, type Glob, globMistake, type Head, headOf } from '../match/glob.js';
import type { Selector } from '../match/selector.js';
import type { Report } from '../problem.js';
import type { Entry, Node } from '../source/node.js';
import { readLine, readText } from './scalar.js';

/** Says what is wrong with an entry, given without its `!`, beyond its form as a glob. */
export type Check = (pattern: string, glob: Glob) => string | undefined;

/** A list of globs, some of which exclude. */
export function readSelector(entry: Entry, report: Report, check?: Check): Selector | undefined {
  const items = readItems(entry, report);
  if (items === undefined) return undefined;
  if (items.length === 0) {
    report.error(entry.value.place, `"${entry.key}" must not be empty: remove the key, or write ["*"] for everything`);
  }
  const positive: Glob[] = [];
  const heads: Head[] = [];
  const excluded: Glob[] = [];
  for (const item of items) {
    const text = readText(item, `an entry of "${entry.key}"`, report);
    if (text === '!') report.error(item.place, 'a lone "!" excludes nothing: write behind it what it excludes');
    if (text === undefined || text === '!') continue;
    const excludes = text.startsWith('!');
    const glob = readGlob(excludes ? text.slice(1) : text, item, report, check);
    if (glob === undefined) continue;
    (excludes ? excluded : positive).push(glob);
    if (!excludes) heads.push(headOf(text));
  }
  return { positive, heads, excluded };
}

/** The items of a list. */
export function readItems({ key, value }: Entry, report: Report): readonly Node[] | undefined {
  if (value.kind === 'list') return value.items;
  const advice = value.kind === 'scalar' && value.text !== '' ? ': put it in brackets' : '';
  if (value.kind !== 'unreadable') report.error(value.place, `"${key}" must be a list${advice}`);
  return undefined;
}

/** One glob. The mistakes are reported at `node`. */
export function readGlob(pattern: string, node: Node, report: Report, check?: Check): Glob | undefined {
  const mistake = globMistake(pattern);
  if (mistake !== undefined) {
    report.error(node.place, mistake);
    return undefined;
  }
  const glob = compileGlob(pattern);
  const objection = check?.(pattern, glob);
  if (objection !== undefined) report.error(node.place, objection);
  return glob;
}

/** A list of texts of one line each. `what` is one of them. */
export function readLines(entry: Entry, what: string, report: Report): readonly string[] {
  const items = readItems(entry, report) ?? [];
  return items.flatMap((item) => readLine(item, what, report) ?? []);
}
