import type { NumberOf } from '../../condition/condition.js';
import { readLimit } from '../../usage/amount.js';
import type { Per } from '../../usage/scope.js';
import type { Budget, Exceeded, Rate } from '../charge.js';
import type { Engines } from '../engines.js';
import type { Report } from '../problem.js';
import type { Entry } from '../source/node.js';
import type { RuleContext } from './context.js';
import { read, readFields, type Shape } from './fields.js';
import { readCount, readDecimal, readDuration, readLine, readWord } from './scalar.js';
import { quote } from './suggest.js';

const PER: readonly Per[] = ['session', 'agent', 'global'];
const EXCEEDED: readonly Exceeded[] = ['next', 'deny', 'approve'];
const MOST_CALLS = 1_000_000_000;

const BUDGET: Shape = {
  what: '"budget"',
  keys: new Set(['key', 'add', 'limit', 'per', 'window', 'exceeded']),
  required: [
    ['key', 'write a name for what is counted; rules of this policy with the same key count together'],
    ['limit', 'write how much may be spent'],
    ['per', 'write session, agent or global'],
  ],
};

const RATE: Shape = {
  what: '"rate"',
  keys: new Set(['limit', 'window', 'per', 'burst', 'exceeded']),
  required: [
    ['limit', 'write how many calls'],
    ['window', 'write in what time, such as 1m'],
  ],
};

const ONE: NumberOf = () => 1;

export function readBudget({ value }: Entry, { policy, engines, lists, report }: RuleContext): Budget | undefined {
  const fields = readFields(value, BUDGET, report);
  if (fields === undefined) return undefined;
  const key = read(fields, 'key', (entry) => readKey(entry, report));
  const add = fields.has('add') ? read(fields, 'add', (entry) => readAmount(entry, engines, lists, report)) : ONE;
  const limit = read(fields, 'limit', (entry) => readDecimal(entry, report));
  const per = read(fields, 'per', (entry) => readWord(entry, PER, report));
  const window = read(fields, 'window', (entry) => readDuration(entry, report));
  const exceeded = read(fields, 'exceeded', (entry) => readWord(entry, EXCEEDED, report)) ?? 'next';
  const most = limit === undefined ? undefined : readLimit(limit);
  if (key === undefined || add === undefined || most === undefined || per === undefined) return undefined;
  return { policy, key, add, limit: most, per, ...(window !== undefined && { window }), exceeded };
}

/** Of the alphabet of ids, so that no budget can be taken for the rate of a rule. */
function readKey({ value }: Entry, report: Report): string | undefined {
  const key = readLine(value, '"key"', report);
  if (key === undefined || key === '' || /^[A-Za-z0-9._-]+$/.test(key)) return key;
  report.error(value.place, `"key" holds letters, digits, ".", "_" and "-" only, not ${quote(key)}`);
  return undefined;
}

/** A CEL number; a plain number is one. */
function readAmount(
  { value }: Entry,
  engines: Engines,
  lists: readonly string[],
  report: Report,
): NumberOf | undefined {
  if (value.kind === 'unreadable') return undefined;
  if (value.kind === 'scalar' && value.text !== '') return engines.compileAmount(value, lists, report);
  report.error(value.place, '"add" must be a number or an expression that gives one, such as args.amount');
  return undefined;
}

export function readRate({ value }: Entry, rule: string, { policy, report }: RuleContext): Rate | undefined {
  const fields = readFields(value, RATE, report);
  if (fields === undefined) return undefined;
  const limit = read(fields, 'limit', (entry) => readCount(entry, 0, MOST_CALLS, report));
  const window = read(fields, 'window', (entry) => readDuration(entry, report));
  const per = read(fields, 'per', (entry) => readWord(entry, PER, report)) ?? 'agent';
  const burst = read(fields, 'burst', (entry) => readCount(entry, 1, MOST_CALLS, report)) ?? limit;
  const exceeded = read(fields, 'exceeded', (entry) => readWord(entry, EXCEEDED, report)) ?? 'deny';
  if (limit === undefined || window === undefined || burst === undefined) return undefined;
  if (burst > limit) {
    report.error(fields.get('burst')?.value.place ?? value.place, `"burst" must not be more than "limit" (${limit})`);
    return undefined;
  }
  return { policy, key: `rate of ${rule}`, limit, window, per, burst, exceeded };
}
