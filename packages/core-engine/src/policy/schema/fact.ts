import { ACTIONS, type Fact } from '../match/facts.js';
import { headOf } from '../match/glob.js';
import type { Report } from '../problem.js';
import type { Entry, Node } from '../source/node.js';
import { readFields, type Shape } from './fields.js';
import { readText, readWord } from './scalar.js';
import { readGlob, readLines, readSelector } from './selector.js';

const SHAPE: Shape = {
  what: 'a fact about tools',
  keys: new Set(['match', 'servers', 'action', 'categories', 'marks']),
  required: [['match', 'write a glob over the names of the tools that are meant']],
};

/** One entry of the policy's own `tools:`. */
export function readFact(node: Node, report: Report): Fact | undefined {
  const fields = readFields(node, SHAPE, report);
  if (fields === undefined) return undefined;
  const servers = fields.get('servers');
  const action = fields.get('action');
  const categories = fields.get('categories');
  const marks = fields.get('marks');
  if (action === undefined && categories === undefined && marks === undefined) {
    report.error(node.place, 'this fact says nothing: give it an "action", "categories" or "marks"');
  }
  const match = readMatch(fields.get('match'), report);
  const fact = {
    servers: servers && readSelector(servers, report),
    action: action && readWord(action, ACTIONS, report),
    categories: categories === undefined ? [] : readLines(categories, 'a category', report),
    marks: marks === undefined ? [] : readLines(marks, 'a mark', report),
  };
  return match && { ...match, ...fact };
}

function readMatch(entry: Entry | undefined, report: Report): Pick<Fact, 'match' | 'head'> | undefined {
  if (entry === undefined) return undefined;
  const pattern = readText(entry.value, '"match"', report);
  if (pattern?.startsWith('!'))
    report.error(entry.value.place, '"match" cannot exclude: write a backslash before a "!" that is meant');
  const match = pattern === undefined ? undefined : readGlob(pattern, entry.value, report);
  return pattern === undefined || match === undefined ? undefined : { match, head: headOf(pattern) };
}
