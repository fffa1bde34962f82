import { type Node, parse } from './parse.js';

/** A field of the arguments that an expression reads. */
export interface Read {
  /** Keys from the arguments on: `args.a.b`. */
  readonly path: readonly string[];
  /** Where the expression names it, in UTF-16 units. */
  readonly offset: number;
  /** Of JSON Schema, where what it is compared with leaves no doubt. */
  readonly type?: string;
  /** It is only asked whether the field is there: `has(args.a)`. */
  readonly isAsked?: true;
}

/**
 * The fields below `args` that an expression reads, each time that it does. Empty for what is no expression. `args` cannot be hidden by
 * the variable of a macro. `type`: what the expression itself has to be.
 */
export function readsOf(source: string, type: 'boolean' | 'number'): readonly Read[] {
  const node = parse(source);
  const reads: Read[] = [];
  if ('op' in node) walk(node, type, reads);
  return reads;
}

/** In place of a type. */
const ASKED = '?';

const ORDERS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);
const SUMS: ReadonlySet<string> = new Set(['-', '*', '/', '%']);
const ON_TEXT: ReadonlySet<string> = new Set(['matches', 'startsWith', 'endsWith']);

/** Calls itself once a level, which the parser bounds. */
function walk(node: Node, type: string | undefined, reads: Read[]): void {
  const path = pathOf(node);
  if (path !== undefined && path.length > 0) {
    const known = type === ASKED ? { isAsked: true as const } : type !== undefined && { type };
    reads.push({ path, offset: startOf(node), ...known });
  } else for (const [part, wanted] of partsOf(node)) walk(part, wanted, reads);
}

/** With what it has to be, where that is known. */
type Part = readonly [node: Node, type?: string | undefined];

/** What stands in a node, and of which type it has to be. */
function partsOf(node: Node): readonly Part[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
      return [[node.args[0]]];
    case '!_':
      return [[node.args, 'boolean']];
    case '-_':
      return [[node.args, 'number']];
    case 'call': {
      const [name, given] = node.args;
      const [field] = given;
      return name === 'has' && field !== undefined ? [[field, ASKED]] : given.map((part) => [part]);
    }
    case 'rcall': {
      const [name, receiver, given] = node.args;
      return [[receiver, ON_TEXT.has(name) ? 'string' : undefined], ...given.map((part): Part => [part])];
    }
    case 'map':
      return node.args.flat().map((part) => [part]);
    case '&&':
    case '||':
      return node.args.map((part) => [part, 'boolean']);
    case '[]':
    case 'list':
    case '?:':
      return node.args.map((part) => [part]);
    default:
      return pairOf(node);
  }
}

/** An operator between two parts. */
function pairOf({ op, args }: Node): readonly Part[] {
  const [left, right] = (Array.isArray(args) ? args : []) as readonly (Node | undefined)[];
  if (left === undefined || right === undefined) return [];
  const wanted = (other: Node): string | undefined => {
    if (SUMS.has(op)) return 'number';
    return ORDERS.has(op) ? typeOf(other) : undefined;
  };
  return [
    [left, wanted(right)],
    [right, wanted(left)],
  ];
}

function pathOf(node: Node): readonly string[] | undefined {
  if (node.op === 'id') return node.args === 'args' ? [] : undefined;
  if (node.op === '.') return longer(node.args[0], node.args[1]);
  if (node.op !== '[]') return undefined;
  const [owner, index] = node.args;
  if (index.op !== 'value') return undefined;
  const key: unknown = index.args;
  return typeof key === 'string' || typeof key === 'bigint' ? longer(owner, String(key)) : undefined;
}

/** Of a field its node knows where the dot stands. */
function startOf(node: Node): number {
  return node.op === '.' || node.op === '[]' ? startOf(node.args[0]) : node.pos;
}

function longer(owner: Node, key: string): readonly string[] | undefined {
  const path = pathOf(owner);
  return path && [...path, key];
}

function typeOf(node: Node): string | undefined {
  if (node.op === '-_') return 'number';
  if (node.op !== 'value') return undefined;
  const value: unknown = node.args;
  if (typeof value === 'bigint' || typeof value === 'number') return 'number';
  return typeof value === 'string' || typeof value === 'boolean' ? typeof value : undefined;
}
