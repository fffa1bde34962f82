import type { Node } from '../../../src/condition/cel/parse.js';
import { Inexact, type Value } from '../../../src/value/value.js';

/** What the interpreter knows: JSON, and bigint for CEL's ints. */
export type Known = Value | bigint | readonly Known[] | ReadonlyMap<string, Known>;
export type Names = ReadonlyMap<string, Known>;

/** The slow and plain reading of the language: no types beforehand, nothing special, undefined wherever something is amiss. */
export function interpret(node: Node, names: Names): Known | undefined {
  const of = (part: Node): Known | undefined => interpret(part, names);
  switch (node.op) {
    case 'value':
      return node.args as Known;
    case 'id':
      return names.get(node.args);
    case '.':
      return select(of(node.args[0]), node.args[1]);
    case '[]':
      return select(of(node.args[0]), of(node.args[1]));
    case '!_':
      return ifBoolean(of(node.args), (value) => !value);
    case '&&':
      return kleene(node.args.map(of), false);
    case '||':
      return kleene(node.args.map(of), true);
    case '?:':
      return ifBoolean(of(node.args[0]), (value) => of(node.args[value ? 1 : 2]));
    case '==':
      return same(of(node.args[0]), of(node.args[1]));
    case '!=':
      return ifBoolean(same(of(node.args[0]), of(node.args[1])), (value) => !value);
    case 'in':
      return isIn(of(node.args[0]), of(node.args[1]));
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordered(node.op, of(node.args[0]), of(node.args[1]));
    case '+':
    case '-':
    case '*':
      return calculate(node.op, of(node.args[0]), of(node.args[1]));
    case 'list': {
      const items = node.args.map(of);
      return items.includes(undefined) ? undefined : (items as Known[]);
    }
    case 'call': {
      const [name, [given]] = node.args;
      if (given === undefined) throw new Error('not generated');
      if (name === 'size') return sizeOf(of(given));
      if (name !== 'has' || given.op !== '.') throw new Error('not generated');
      const owner = of(given.args[0]);
      return owner instanceof Map && owner.has(given.args[1]);
    }
    case 'rcall': {
      const [name, receiver, given] = node.args;
      const [variable, body] = given;
      if (variable?.op !== 'id' || body === undefined) throw new Error('not generated');
      return macro(name, of(receiver), (item) => interpret(body, new Map([...names, [variable.args, item]])));
    }
    default:
      throw new Error(`not generated: ${node.op}`);
  }
}

function ifBoolean(value: Known | undefined, then: (value: boolean) => Known | undefined): Known | undefined {
  return typeof value === 'boolean' ? then(value) : undefined;
}

function kleene(values: readonly (Known | undefined)[], decisive: boolean): boolean | undefined {
  if (values.includes(decisive)) return decisive;
  return values.every((value) => value === !decisive) ? !decisive : undefined;
}

function select(owner: Known | undefined, key: Known | undefined): Known | undefined {
  if (owner instanceof Map) return typeof key === 'string' ? owner.get(key) : undefined;
  const isIndex = typeof key === 'number' || typeof key === 'bigint';
  return Array.isArray(owner) && isIndex ? owner.find((_, index) => BigInt(index) === asWhole(key)) : undefined;
}

function asWhole(key: number | bigint): bigint | undefined {
  return typeof key === 'bigint' ? key : Number.isInteger(key) ? BigInt(key) : undefined;
}

function kindOf(value: Known): string {
  if (value instanceof Inexact) return 'inexact';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'bigint' ? 'number' : typeof value;
}

function same(a: Known | undefined, b: Known | undefined): boolean | undefined {
  if (a === undefined || b === undefined || kindOf(a) !== kindOf(b) || a instanceof Inexact) return undefined;
  if (Array.isArray(a) && Array.isArray(b)) {
    return (
      a.length === b.length &&
      kleene(
        a.map((item, index) => same(item, b[index])),
        false,
      )
    );
  }
  if (a instanceof Map && b instanceof Map) {
    const keys = [...a.keys()];
    if (a.size !== b.size || !keys.every((key) => b.has(key))) return false;
    return kleene(
      keys.map((key) => same(a.get(key), b.get(key))),
      false,
    );
  }
  // Small numbers only, so that this is exact.
  return kindOf(a) === 'number' ? Number(a) === Number(b) : a === b;
}

function isIn(value: Known | undefined, where: Known | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  if (where instanceof Map) return typeof value === 'string' ? where.has(value) : undefined;
  return Array.isArray(where)
    ? kleene(
        where.map((item) => same(value, item)),
        true,
      )
    : undefined;
}

function ordered(op: string, a: Known | undefined, b: Known | undefined): boolean | undefined {
  if (a === undefined || b === undefined || kindOf(a) !== kindOf(b)) return undefined;
  if (!['number', 'string', 'boolean'].includes(kindOf(a))) return undefined;
  const [left, right] = kindOf(a) === 'number' ? [Number(a), Number(b)] : [a as string, b as string];
  return (
    (op.startsWith('<') && left < right) || (op.startsWith('>') && left > right) || (op.endsWith('=') && left === right)
  );
}

function calculate(op: '+' | '-' | '*', a: Known | undefined, b: Known | undefined): Known | undefined {
  if (op === '+' && typeof a === 'string' && typeof b === 'string') return a + b;
  if (op === '+' && Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  if (typeof a === 'number' && typeof b === 'number') return op === '+' ? a + b : op === '-' ? a - b : a * b;
  if (typeof a === 'bigint' && typeof b === 'bigint') return op === '+' ? a + b : op === '-' ? a - b : a * b;
  return undefined;
}

function sizeOf(value: Known | undefined): bigint | undefined {
  if (typeof value === 'string') return BigInt([...value].length);
  if (value instanceof Map) return BigInt(value.size);
  return Array.isArray(value) ? BigInt(value.length) : undefined;
}

function macro(name: string, range: Known | undefined, body: (item: Known) => Known | undefined): Known | undefined {
  const items: readonly Known[] | undefined =
    range instanceof Map ? [...range.keys()] : Array.isArray(range) ? range : undefined;
  if (items === undefined) return undefined;
  const results = items.map(body);
  if (name === 'all' || name === 'exists') return kleene(results, name === 'exists');
  if (name === 'map') return results.includes(undefined) ? undefined : (results as Known[]);
  if (!results.every((result) => typeof result === 'boolean')) return undefined;
  const kept = items.filter((_, index) => results[index] === true);
  return name === 'filter' ? kept : kept.length === 1;
}
