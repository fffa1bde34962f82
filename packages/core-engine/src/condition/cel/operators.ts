import type { Truth } from '../truth.js';
import { among, equal, order } from './equal.js';
import { type Compiler, constantOf, type Expression, fold } from './expression.js';
import type { Frame, Run } from './frame.js';
import type { Node } from './parse.js';
import { bool, comparable, holdsObjects, isNumber, nameOf, unify } from './type.js';
import { type Cel, isList, isMap } from './value.js';

type Binary = (compiler: Compiler, node: Node, left: Expression, right: Expression) => Expression | undefined;

const isKnown = ({ constant }: Expression): boolean => constant?.value !== undefined;

/** JSON has no time, so such a comparison could never be evaluated. */
function missingConversion(left: Expression, right: Expression): [Node, string] | undefined {
  const kind = left.type.kind === 'dyn' ? right.type.kind : left.type.kind;
  const unknown = [left, right].find(({ type }) => type.kind === 'dyn');
  if (unknown === undefined || (kind !== 'timestamp' && kind !== 'duration')) return undefined;
  return [unknown.node, `this is text and no ${kind}: write ${kind}(…)`];
}

/** A number that JSON numbers can be compared with without a loss; the others compare as bigint. */
function plainConstant({ constant }: Expression): Cel | undefined {
  const value = constant?.value;
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** `==`, and `!=` where `wanted` is false. */
export function compileEqual(wanted: boolean): Binary {
  return (compiler, node, left, right) => {
    const conversion = missingConversion(left, right);
    if (conversion !== undefined) return compiler.fault(...conversion);
    if (!comparable(left.type, right.type)) {
      return compiler.fault(node, `${nameOf(left.type)} and ${nameOf(right.type)} cannot be compared`);
    }
    const [value, constant] = isKnown(right) ? [left, right] : [right, left];
    const run =
      (isKnown(constant) && equalTo(value.run, plainConstant(constant), wanted)) ||
      ((frame: Frame) => {
        const [a, b] = [left.run(frame), right.run(frame)];
        if (a === undefined || b === undefined) return undefined;
        const same = equal(frame, a, b);
        return same === undefined ? undefined : same === wanted;
      });
    return fold(node, bool, run, [left, right]);
  };
}

/** The usual comparison, in one step. */
function equalTo(run: Run, constant: Cel | undefined, wanted: boolean): Run | undefined {
  if (typeof constant === 'string' || typeof constant === 'boolean') {
    const type = typeof constant;
    return (frame) => {
      const value = run(frame);
      return typeof value === type ? (value === constant) === wanted : undefined;
    };
  }
  if (typeof constant === 'number') {
    const whole = Number.isSafeInteger(constant) ? BigInt(constant) : undefined;
    return (frame) => {
      const value = run(frame);
      if (typeof value === 'number') return (value === constant) === wanted;
      return typeof value === 'bigint' ? (value === whole) === wanted : undefined;
    };
  }
  return undefined;
}

type Ordering = '<' | '<=' | '>' | '>=';
const HOLDS: Readonly<Record<Ordering, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};
const MIRRORED: Readonly<Record<Ordering, Ordering>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
const ORDERED: ReadonlySet<string> = new Set(['dyn', 'bool', 'int', 'double', 'string', 'timestamp', 'duration']);

export function compileOrder(operator: Ordering): Binary {
  return (compiler, node, left, right) => {
    const conversion = missingConversion(left, right);
    if (conversion !== undefined) return compiler.fault(...conversion);
    const known = (isNumber(left.type) && isNumber(right.type)) || unify(left.type, right.type) !== undefined;
    if (!known || !ORDERED.has(left.type.kind) || !ORDERED.has(right.type.kind)) {
      return compiler.fault(node, `${nameOf(left.type)} and ${nameOf(right.type)} have no order`);
    }
    const bound = plainConstant(right);
    const mirrored = plainConstant(left);
    const holds = HOLDS[operator];
    const run =
      (typeof bound === 'number' && orderTo(left.run, bound, operator)) ||
      (typeof mirrored === 'number' && orderTo(right.run, mirrored, MIRRORED[operator])) ||
      ((frame: Frame) => {
        const [a, b] = [left.run(frame), right.run(frame)];
        if (a === undefined || b === undefined) return undefined;
        const found = order(frame, a, b);
        return found === undefined ? undefined : holds(found);
      });
    return fold(node, bool, run, [left, right]);
  };
}

/** The usual comparison, in one step. Between bigint and number it is exact. */
function orderTo(run: Run, bound: number, operator: Ordering): Run {
  const isNumeric = (value: Cel | undefined): value is number | bigint =>
    typeof value === 'number' || typeof value === 'bigint';
  const runs: Readonly<Record<Ordering, Run>> = {
    '<': (frame) => {
      const value = run(frame);
      return isNumeric(value) ? value < bound : undefined;
    },
    '<=': (frame) => {
      const value = run(frame);
      return isNumeric(value) ? value <= bound : undefined;
    },
    '>': (frame) => {
      const value = run(frame);
      return isNumeric(value) ? value > bound : undefined;
    },
    '>=': (frame) => {
      const value = run(frame);
      return isNumeric(value) ? value >= bound : undefined;
    },
  };
  return runs[operator];
}

/** `in`: an item of a list, or a key of a map. */
export const compileIn: Binary = (compiler, node, left, right) => {
  const { type } = right;
  const item = type.kind === 'list' ? type.item : type.kind === 'map' ? { kind: 'string' as const } : type;
  if (type.kind !== 'list' && type.kind !== 'map' && type.kind !== 'dyn') {
    return compiler.fault(node, `what stands behind "in" is a list or a map, not ${nameOf(type)}`);
  }
  if (!comparable(left.type, item) || holdsObjects(type)) {
    return compiler.fault(node, `${nameOf(left.type)} cannot be in ${nameOf(type)}`);
  }
  const { members } = right;
  const run: Run =
    members === undefined
      ? (frame) => {
          const [value, where] = [left.run(frame), right.run(frame)];
          if (value === undefined || where === undefined) return undefined;
          if (isMap(where)) return typeof value === 'string' ? where.has(value) : undefined;
          return isList(where) ? among(frame, value, where) : undefined;
        }
      : (frame) => {
          const value = left.run(frame);
          const set = members(frame);
          if (typeof value === 'string') return set?.has(value);
          return value === undefined || set === undefined ? undefined : among(frame, value, set);
        };
  return fold(node, bool, run, [left, right]);
};

type TruthOf = (frame: Frame) => Truth;

/** As a truth value; undefined where its type can never be one, which is reported. */
export function truthOf(compiler: Compiler, { node, type, run }: Expression): TruthOf | undefined {
  // What has this type gives nothing else.
  if (type.kind === 'bool') return run as TruthOf;
  if (type.kind !== 'dyn') return compiler.fault(node, `true or false is needed here, not ${nameOf(type)}`);
  return (frame) => {
    const value = run(frame);
    return typeof value === 'boolean' ? value : undefined;
  };
}

/** `&&` with `decisive` false, `||` with true: one operand with that value decides, whatever the others are. */
export function compileJunction(
  compiler: Compiler,
  node: Node,
  operands: readonly Expression[],
  decisive: boolean,
): Expression | undefined {
  const all = operands.map((operand) => truthOf(compiler, operand));
  const truths = all.filter((truth) => truth !== undefined);
  if (truths.length < all.length) return undefined;
  const [first, second] = truths;
  const run: Run =
    truths.length === 2 && first !== undefined && second !== undefined
      ? (frame) => {
          const a = first(frame);
          if (a === decisive) return decisive;
          const b = second(frame);
          return b === decisive ? decisive : a === undefined || b === undefined ? undefined : !decisive;
        }
      : (frame) => {
          let truth: Truth = !decisive;
          for (const operand of truths) {
            const value = operand(frame);
            if (value === decisive) return decisive;
            if (value === undefined) truth = undefined;
          }
          return truth;
        };
  const decided = operands.find(({ constant }) => constant?.value === decisive);
  return decided === undefined ? fold(node, bool, run, operands) : constantOf(node, bool, decisive);
}
