import type { Place, Report } from '../../policy/problem.js';
import type { Condition, NumberOf } from '../condition.js';
import type { Scope } from '../scope.js';
import type { Truth } from '../truth.js';
import { compileNode } from './build.js';
import type { Compiler, Expression } from './expression.js';
import { Frame } from './frame.js';
import { parse, TOO_DEEP } from './parse.js';
import { Sights } from './sights.js';
import { nameOf } from './type.js';

/** Reads a pattern: unanchored, linear; a text that it does not look at gives undefined. */
export type Patterns = (source: string) => ((text: string) => boolean | undefined) | { readonly mistake: string };

/** Whether a path lies in one of the roots; undefined where that cannot be said. */
export type Inside = (path: string, roots: readonly string[]) => boolean | undefined;

export interface CelOptions {
  /** Where the expression starts. */
  readonly place: Place;
  /** Whether it stands there on one line, character by character, so that a mistake has its own column. */
  readonly columns?: boolean;
  readonly report: Report;
  readonly patterns: Patterns;
  readonly inside: Inside;
  /** The names of the policy's lists; without it any name may be one. */
  readonly lists?: readonly string[];
}

/** A condition; undefined where it has mistakes, all of which are reported. */
export function compileCel(source: string, options: CelOptions): Condition | undefined {
  const sights = new Sights();
  const found = compile('when', source, options, sights);
  if (found === undefined) return undefined;
  const { type, run, constant, readsFindings } = found;
  if (type.kind !== 'bool' && type.kind !== 'dyn') {
    return mistake('when', options, 0, `a condition is true or false, and this is ${nameOf(type)}`);
  }
  if (constant !== undefined && constant.value === undefined) return mistake('when', options, 0, NEVER);
  const condition = (scope: Scope): Truth => {
    const frame = new Frame(scope);
    const value = run(frame);
    return frame.settle() && typeof value === 'boolean' ? value : undefined;
  };
  return Object.assign(condition, { sees: (scope: Scope) => sights.read(scope), readsFindings });
}

/** An amount: finite and not negative, else it cannot be evaluated. */
export function compileAmount(source: string, options: CelOptions): NumberOf | undefined {
  const found = compile('add', source, options);
  if (found === undefined) return undefined;
  const { type, run, constant, readsFindings } = found;
  if (type.kind !== 'int' && type.kind !== 'double' && type.kind !== 'dyn') {
    return mistake('add', options, 0, `an amount is a number, and this is ${nameOf(type)}`);
  }
  if (constant !== undefined && amountOf(constant.value) === undefined) {
    const known = constant.value !== undefined;
    return mistake('add', options, 0, known ? 'an amount is not negative, and an int below 2^53' : NEVER);
  }
  const amount = (scope: Scope): number | undefined => {
    const frame = new Frame(scope);
    const value = run(frame);
    return frame.settle() ? amountOf(value) : undefined;
  };
  return Object.assign(amount, { readsFindings });
}

/** Parts inside each other, those of a long sum too; a chain of `&&` or `||` is one. */
const DEEPEST = 200;

const NEVER = 'this can never be evaluated';

function amountOf(value: unknown): number | undefined {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number < 0) return undefined;
  return typeof value === 'number' || Number.isSafeInteger(number) ? number : undefined;
}

/** Variables that only scanners fill. */
const OF_SCANNERS: ReadonlySet<unknown> = new Set(['findings', 'score']);

/** An expression as a whole. */
interface Whole extends Expression {
  readonly readsFindings: boolean;
}

function compile(key: string, source: string, options: CelOptions, sights?: Sights): Whole | undefined {
  const node = parse(source);
  if ('message' in node) return mistake(key, options, node.offset, node.message);
  let parts = 0;
  let depth = 0;
  let readsFindings = false;
  const compiler: Compiler = {
    compile(part, local) {
      parts += 1;
      if (part.op === 'id' && OF_SCANNERS.has(part.args)) readsFindings = true;
      if (depth === DEEPEST) return compiler.fault(part, TOO_DEEP);
      depth += 1;
      const found = compileNode(compiler, part, local);
      depth -= 1;
      if (found !== undefined) sights?.add(part, found.run);
      return found;
    },
    fault: (part, message) => mistake(key, options, part.pos, message),
    parts: () => parts,
    patterns: options.patterns,
    inside: options.inside,
    lists: options.lists,
  };
  const found = compiler.compile(node, undefined);
  return found && { ...found, readsFindings };
}

function mistake(key: string, { place, columns, report }: CelOptions, offset: number, message: string): undefined {
  // An object has no columns.
  const at = columns === true && place.column > 0 ? { ...place, column: place.column + offset } : place;
  report.error(at, `${key}: ${message}`);
}
