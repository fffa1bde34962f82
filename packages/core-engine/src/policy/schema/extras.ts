import type { Condition } from '../../condition/condition.js';
import { compileStructured } from '../../condition/structured/structured.js';
import type { Approval } from '../../decision.js';
import type { Labels } from '../match/rule.js';
import type { Report } from '../problem.js';
import type { Entry } from '../source/node.js';
import type { RuleContext } from './context.js';
import { read, readFields, type Shape } from './fields.js';
import { readCount, readDuration, readLine, readWord } from './scalar.js';
import { readLines } from './selector.js';

const APPROVAL: Shape = {
  what: '"approval"',
  keys: new Set(['ttl', 'approvers', 'quorum', 'wait']),
  required: [],
};
const WAITS = ['hold', 'retry'] as const;
const DEFAULT_TTL = 120_000;
const MOST_APPROVERS = 100;

export function readApproval({ value }: Entry, report: Report): Approval | undefined {
  const fields = readFields(value, APPROVAL, report);
  if (fields === undefined) return undefined;
  return {
    ttl: read(fields, 'ttl', (entry) => readDuration(entry, report)) ?? DEFAULT_TTL,
    approvers: read(fields, 'approvers', (entry) => readLines(entry, 'a role of approvers', report)) ?? [],
    quorum: read(fields, 'quorum', (entry) => readCount(entry, 1, MOST_APPROVERS, report)) ?? 1,
    wait: read(fields, 'wait', (entry) => readWord(entry, WAITS, report)) ?? 'hold',
  };
}

/** All of them must equal the principal's. */
export function readLabels({ value }: Entry, report: Report): Labels | undefined {
  if (value.kind === 'unreadable') return undefined;
  if (value.kind !== 'mapping' || value.entries.length === 0) {
    report.error(value.place, '"labels" must be a mapping of labels to what they must be, and not empty');
    return undefined;
  }
  const labels = new Map<string, string>();
  for (const entry of value.entries) {
    const text = readLine(entry.value, `label "${entry.key}"`, report);
    if (text !== undefined) labels.set(entry.key, text);
  }
  return labels;
}

/** CEL as text, or the structured form. */
export function readWhen({ value }: Entry, { engines, lists, report }: RuleContext): Condition | undefined {
  if (value.kind === 'unreadable') return undefined;
  if (value.kind === 'mapping') return compileStructured(value, report, engines.compilePattern);
  if (value.kind === 'scalar' && value.text !== '') return engines.compileCondition(value, lists, report);
  report.error(
    value.place,
    '"when" must be a condition: an expression, or a mapping such as {field: amount, op: lt, value: 500}',
  );
  return undefined;
}

/** The list that every policy has from the program: a policy that wrote its own would judge by other files than the gateway's. */
export const GATEWAY_FILES = 'gateway_files';

/** `lists:` of a policy. */
export function readLists({ value }: Entry, report: Report): ReadonlyMap<string, readonly string[]> {
  const lists = new Map<string, readonly string[]>();
  if (value.kind === 'unreadable') return lists;
  if (value.kind !== 'mapping') {
    report.error(value.place, '"lists" must be a mapping of names to lists of text');
    return lists;
  }
  for (const entry of value.entries) {
    if (!/^[A-Za-z_]\w*$/.test(entry.key)) {
      report.error(entry.place, 'the name of a list holds letters, digits and "_" only and begins with no digit');
    }
    if (entry.key === GATEWAY_FILES) {
      report.error(entry.place, `the list "${GATEWAY_FILES}" is filled in by the program: give yours another name`);
    }
    lists.set(entry.key, readLines(entry, `an entry of "${entry.key}"`, report));
  }
  return lists;
}
