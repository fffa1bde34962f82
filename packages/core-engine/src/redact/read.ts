import type { Report } from '../policy/problem.js';
import { readFields, type Shape } from '../policy/schema/fields.js';
import { readLine, readWord } from '../policy/schema/scalar.js';
import { readItems, readSelector } from '../policy/schema/selector.js';
import type { Entry, Node } from '../policy/source/node.js';
import type { Strategy } from './mask.js';
import { type Path, readPath } from './path.js';
import type { Redaction } from './redaction.js';

/** As the page lists them. */
const WORDS: readonly Strategy[] = ['remove', 'full', 'partial', 'token', 'keep_type'];

const SHAPE: Shape = {
  what: 'an entry of "redact"',
  keys: new Set(['path', 'findings', 'with']),
  required: [['with', `write one of ${WORDS.join(', ')}`]],
};

/** The value of a rule's `redact`. Undefined where it is no list; what comes back counts only if nothing was reported. */
export function readRedactions(node: Node, report: Report): readonly Redaction[] | undefined {
  const items = readItems({ key: 'redact', place: node.place, value: node }, report);
  if (items?.length === 0) {
    report.error(node.place, '"redact" must not be empty: say what is to be changed, or remove the key');
  }
  return items?.flatMap((item) => readRedaction(item, report) ?? []);
}

function readRedaction(node: Node, report: Report): Redaction | undefined {
  const fields = readFields(node, SHAPE, report);
  if (fields === undefined) return undefined;
  const path = fields.get('path');
  const findings = fields.get('findings');
  const word = fields.get('with');
  if (path === undefined && findings === undefined) {
    report.error(node.place, 'this entry changes nothing: write "path" or "findings" to say what is meant');
  }
  if (path !== undefined && findings !== undefined) {
    report.error(findings.place, '"path" and "findings" do not go together: make two entries of them');
  }
  const strategy = word && readWord(word, WORDS, report);
  const steps = path && readSteps(path.value, report);
  const selector = findings && readSelector(findings, report);
  if (strategy === undefined) return undefined;
  if (steps !== undefined) return { path: steps, with: strategy };
  return selector && { findings: { ...selector, written: writtenOf(findings) }, with: strategy };
}

function readSteps(node: Node, report: Report): Path | undefined {
  const text = readLine(node, '"path"', report);
  if (text === undefined || text === '') return undefined;
  const path = readPath(text);
  if (!('mistake' in path)) return path;
  report.error(node.place, path.mistake);
  return undefined;
}

function writtenOf({ value }: Entry): readonly string[] {
  return value.kind === 'list' ? value.items.flatMap((item) => (item.kind === 'scalar' ? [item.text] : [])) : [];
}
