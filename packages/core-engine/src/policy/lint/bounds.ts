import { compilePath, isPath } from '../../value/path.js';
import type { Entry, Node } from '../source/node.js';

/** One comparison of an argument in the structured form. */
export interface Bound {
  readonly field: string;
  readonly op: string;
  /** As text and with its kind: `"500"` is no number. */
  readonly values: readonly string[];
}

/** The comparisons that must all hold; undefined where the condition is anything else. */
export function boundsOf(node: Node): readonly Bound[] | undefined {
  const member = membersOf(node);
  const all = member('all');
  if (all?.kind === 'list') {
    const parts = all.items.map(boundsOf);
    return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
  }
  const [field, op, value] = [member('field'), member('op'), member('value')];
  if (field?.kind !== 'scalar' || op?.kind !== 'scalar') return undefined;
  if (value === undefined) return [{ field: field.text, op: op.text, values: [] }];
  const items = value.kind === 'list' ? value.items : [value];
  const values = items.map((item) => (item.kind === 'scalar' ? `${kindOf(item.plain, item.text)}:${item.text}` : ''));
  return values.includes('') ? undefined : [{ field: field.text, op: op.text, values }];
}

/** A field that a condition reads. */
export interface FieldRead {
  readonly path: readonly string[];
  /** Of JSON Schema, where what it is compared with leaves no doubt. */
  readonly type?: string;
  readonly isAsked?: true;
  readonly node: Node;
}

/** Every field that a structured condition names, wherever it stands. */
export function fieldsRead(node: Node): readonly FieldRead[] {
  const member = membersOf(node);
  const [field, op, value] = [member('field'), member('op'), member('value')];
  if (field?.kind === 'scalar' && op?.kind === 'scalar') {
    const path = compilePath(field.text);
    if (!isPath(path)) return [];
    const type = typeWanted(op.text, value);
    const known = op.text === 'exists' ? { isAsked: true as const } : type !== undefined && { type };
    return [{ path: path.map(({ key }) => key), node: field, ...known }];
  }
  const parts = [member('all'), member('any'), member('not')].flatMap((part) =>
    part?.kind === 'list' ? part.items : (part ?? []),
  );
  return parts.flatMap(fieldsRead);
}

/** Whether a call that meets all of `some` meets `other`. */
export function implies(some: readonly Bound[], other: Bound): boolean {
  return some.some((one) => one.field === other.field && stronger(one, other));
}

/** Whether no call meets both. */
export function exclude(one: Bound, other: Bound): boolean {
  if (one.field !== other.field) return false;
  const opposite = OPPOSITES.get(other.op);
  return opposite !== undefined && stronger(one, { ...other, op: opposite });
}

const OPPOSITES: ReadonlyMap<string, string> = new Map([
  ['eq', 'ne'],
  ['ne', 'eq'],
  ['lt', 'ge'],
  ['ge', 'lt'],
  ['gt', 'le'],
  ['le', 'gt'],
  ['in', 'not_in'],
  ['not_in', 'in'],
]);

function stronger(one: Bound, other: Bound): boolean {
  if (one.op === other.op && one.values.join('\n') === other.values.join('\n')) return true;
  if (other.op === 'exists') return true;
  const isOneOf = one.op === 'eq' || one.op === 'in';
  if (isOneOf) return one.values.every((value) => meets(value, other));
  const isNone = (op: string): boolean => op === 'ne' || op === 'not_in';
  if (isNone(one.op) && isNone(other.op)) return other.values.every((value) => one.values.includes(value));
  const [from, to] = [numberOf(one.values[0]), numberOf(other.values[0])];
  if (from === undefined || to === undefined) return false;
  if (one.op === 'lt') return (other.op === 'lt' || other.op === 'le' || other.op === 'ne') && from <= to;
  if (one.op === 'gt') return (other.op === 'gt' || other.op === 'ge' || other.op === 'ne') && from >= to;
  if (one.op === 'le') return other.op === 'le' ? from <= to : (other.op === 'lt' || other.op === 'ne') && from < to;
  if (one.op === 'ge') return other.op === 'ge' ? from >= to : (other.op === 'gt' || other.op === 'ne') && from > to;
  return false;
}

/** Whether a value that is known meets a comparison. */
function meets(value: string, { op, values }: Bound): boolean {
  if (op === 'eq' || op === 'in') return values.includes(value);
  if (op === 'ne' || op === 'not_in') return values.every((other) => other !== value && isAlike(value, other));
  const [number, limit] = [numberOf(value), numberOf(values[0])];
  if (number === undefined || limit === undefined) return false;
  if (op === 'lt') return number < limit;
  if (op === 'le') return number <= limit;
  if (op === 'gt') return number > limit;
  return op === 'ge' && number >= limit;
}

/** Values of two kinds cannot be compared, so neither is more than the other; numbers may be written in two ways. */
function isAlike(one: string, other: string): boolean {
  const [first, second] = [numberOf(one), numberOf(other)];
  if (first !== undefined || second !== undefined)
    return first !== undefined && second !== undefined && first !== second;
  return one.split(':')[0] === other.split(':')[0];
}

function numberOf(value: string | undefined): number | undefined {
  return value?.startsWith('number:') ? Number(value.slice('number:'.length)) : undefined;
}

function kindOf(plain: boolean, text: string): string {
  if (!plain) return 'text';
  if (text === 'true' || text === 'false') return 'boolean';
  if (text === 'null') return 'null';
  return /^-?\d/.test(text) ? 'number' : 'text';
}

/** Of JSON Schema, where the operator and its value leave no doubt. */
function typeWanted(op: string, value: Node | undefined): string | undefined {
  if (op === 'startswith' || op === 'endswith' || op === 'regex') return 'string';
  if (op === 'contains' || op === 'exists' || value === undefined) return undefined;
  const first = value.kind === 'list' ? value.items[0] : value;
  if (first?.kind !== 'scalar') return undefined;
  const kind = kindOf(first.plain, first.text);
  return kind === 'text' ? 'string' : kind === 'null' ? undefined : kind;
}

function membersOf(node: Node): (key: string) => Node | undefined {
  const entries: readonly Entry[] = node.kind === 'mapping' ? node.entries : [];
  return (key) => entries.find((entry) => entry.key === key)?.value;
}
