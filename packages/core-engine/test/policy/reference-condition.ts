/** Kleene's three values; undefined is what cannot be evaluated. */
export type Truth = boolean | undefined;

/** The structured form as its author wrote it, without mistakes. */
export type WrittenCondition =
  | { readonly all: readonly WrittenCondition[] }
  | { readonly any: readonly WrittenCondition[] }
  | { readonly not: WrittenCondition }
  | { readonly field: string; readonly op: 'exists' }
  | { readonly field: string; readonly op: string; readonly value: unknown };

/** By the words of the language's page. `args`: undefined where nobody knows them yet. */
export function truthOf(condition: WrittenCondition, args: unknown): Truth {
  if ('not' in condition) {
    const truth = truthOf(condition.not, args);
    return truth === undefined ? undefined : !truth;
  }
  if ('all' in condition) {
    return conjunction(condition.all.map((one) => truthOf(one, args)));
  }
  if ('any' in condition) {
    const truths = condition.any.map((one) => truthOf(one, args));
    return truths.includes(true) ? true : truths.includes(undefined) ? undefined : false;
  }
  if (args === undefined) return undefined;
  const found = lookUp(args, condition.field);
  if (!('value' in condition)) return found !== undefined;
  return found === undefined ? undefined : compare(condition.op, found, condition.value);
}

export function conjunction(truths: readonly Truth[]): Truth {
  return truths.includes(false) ? false : truths.includes(undefined) ? undefined : true;
}

/** Undefined where it is missing. */
export function lookUp(args: unknown, field: string): unknown {
  let found = args;
  for (const key of field.split('.')) found = found instanceof Map ? found.get(key) : undefined;
  return found;
}

function compare(op: string, found: unknown, value: unknown): Truth {
  const negate = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);
  switch (op) {
    case 'eq':
      return same(found, value);
    case 'ne':
      return negate(same(found, value));
    case 'in':
    case 'not_in': {
      const truths = (value as unknown[]).map((one) => same(found, one));
      const isIn = truths.includes(true) ? true : truths.includes(undefined) ? undefined : false;
      return op === 'in' ? isIn : negate(isIn);
    }
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge': {
      const ordered = typeof found === typeof value && ['number', 'string'].includes(typeof found);
      if (!ordered) return undefined;
      const [one, other] = [found as number, value as number];
      return op === 'lt' ? one < other : op === 'le' ? one <= other : op === 'gt' ? one > other : one >= other;
    }
  }
  if (typeof found !== 'string' || typeof value !== 'string') return undefined;
  if (op === 'contains') return found.includes(value);
  if (op === 'startswith') return found.startsWith(value);
  if (op === 'endswith') return found.endsWith(value);
  if (op === 'regex') return new RegExp(value, 'u').test(found);
  throw new Error(`no operator: ${op}`);
}

/** Of scalars; what is no scalar, or a number that no double has, equals nothing that a policy names. */
function same(found: unknown, value: unknown): Truth {
  if (found === null || value === null) return found === value ? true : undefined;
  return typeof found === typeof value && typeof found !== 'object' ? found === value : undefined;
}

/** The same condition in CEL. */
export function toCel(condition: WrittenCondition): string {
  if ('not' in condition) return `!(${toCel(condition.not)})`;
  if ('all' in condition) return condition.all.map((one) => `(${toCel(one)})`).join(' && ');
  if ('any' in condition) return condition.any.map((one) => `(${toCel(one)})`).join(' || ');
  const field = `args.${condition.field}`;
  if (!('value' in condition)) return condition.field.includes('.') ? `has(${field})` : `'${condition.field}' in args`;
  const { op, value } = condition;
  const signs: Record<string, string> = { eq: '==', ne: '!=', lt: '<', le: '<=', gt: '>', ge: '>=', in: 'in' };
  if (op in signs) return `${field} ${signs[op]} ${literal(value)}`;
  if (op === 'not_in') return `!(${field} in ${literal(value)})`;
  const names: Record<string, string> = { startswith: 'startsWith', endswith: 'endsWith', regex: 'matches' };
  return `${field}.${names[op] ?? op}(${literal(value)})`;
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  return typeof value === 'number' && Number.isInteger(value) ? `${value}.0` : JSON.stringify(value);
}
