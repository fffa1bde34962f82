import { type Compiler, type Expression, fold } from './expression.js';
import type { Frame } from './frame.js';
import type { Node } from './parse.js';
import { Duration, durationOf, Timestamp, timestampOf } from './time.js';
import { double, duration, dyn, int, isNumber, nameOf, string, type Type, timestamp, unify } from './type.js';
import { asDouble, asInt, type Cel, isList } from './value.js';

export type Sign = '+' | '-' | '*' | '/' | '%';

const DOUBLES: Readonly<Record<Sign, ((a: number, b: number) => number) | undefined>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': undefined,
};

const INTS: Readonly<Record<Sign, (a: bigint, b: bigint) => bigint | undefined>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0n ? undefined : a / b),
  '%': (a, b) => (b === 0n ? undefined : a % b),
};

export function compileArithmetic(
  compiler: Compiler,
  node: Node,
  sign: Sign,
  left: Expression,
  right: Expression,
): Expression | undefined {
  const type = resultOf(sign, left.type, right.type);
  if (type === undefined) return compiler.fault(...explain(node, sign, left, right));
  const run = (frame: Frame): Cel | undefined => {
    const [a, b] = [left.run(frame), right.run(frame)];
    if (typeof a === 'number' && typeof b === 'number') {
      const result = DOUBLES[sign]?.(a, b);
      return result === undefined ? undefined : asDouble(result);
    }
    if (typeof a === 'bigint' && typeof b === 'bigint') {
      const result = INTS[sign](a, b);
      return result === undefined ? undefined : asInt(result);
    }
    return a === undefined || b === undefined ? undefined : others(frame, sign, a, b);
  };
  return fold(node, type, run, [left, right]);
}

/** Text and lists, which can only be joined, and time. */
function others(frame: Frame, sign: Sign, a: Cel, b: Cel): Cel | undefined {
  if (sign !== '+' && sign !== '-') return undefined;
  if (sign === '+' && typeof a === 'string' && typeof b === 'string') {
    return frame.spend((a.length + b.length) >> 4) ? a + b : undefined;
  }
  if (sign === '+' && isList(a) && isList(b)) return frame.spend(a.length + b.length) ? [...a, ...b] : undefined;
  if (a instanceof Timestamp && b instanceof Timestamp) return sign === '-' ? durationOf(a.nanos - b.nanos) : undefined;
  if (a instanceof Timestamp && b instanceof Duration) return timestampOf(a.nanos + signed(sign, b));
  if (a instanceof Duration && b instanceof Duration) return durationOf(a.nanos + signed(sign, b));
  if (a instanceof Duration && b instanceof Timestamp) return sign === '+' ? timestampOf(a.nanos + b.nanos) : undefined;
  return undefined;
}

function signed(sign: Sign, { nanos }: Duration): bigint {
  return sign === '-' ? -nanos : nanos;
}

/** Undefined where CEL has no such operator. Int and double never mix, and numbers of `args` are doubles. */
function resultOf(sign: Sign, a: Type, b: Type): Type | undefined {
  if (sign === '%') return a.kind === 'int' && b.kind === 'int' ? int : undefined;
  if (a.kind === 'dyn' || b.kind === 'dyn') return resultOfUnknown(sign, a.kind === 'dyn' ? b : a);
  if (isNumber(a) && a.kind === b.kind) return a;
  if (sign === '*' || sign === '/') return undefined;
  if (sign === '+' && a.kind === 'string' && b.kind === 'string') return string;
  if (sign === '+' && a.kind === 'list' && b.kind === 'list') return unify(a, b);
  if (a.kind === 'timestamp' && b.kind === 'timestamp') return sign === '-' ? duration : undefined;
  if (a.kind === 'timestamp' && b.kind === 'duration') return timestamp;
  if (a.kind === 'duration' && b.kind === 'duration') return duration;
  return sign === '+' && a.kind === 'duration' && b.kind === 'timestamp' ? timestamp : undefined;
}

function resultOfUnknown(sign: Sign, other: Type): Type | undefined {
  if (other.kind === 'double') return double;
  if (other.kind === 'dyn') return sign === '+' ? dyn : double;
  if (sign !== '+') return undefined;
  return other.kind === 'string'
    ? string
    : other.kind === 'list'
      ? unify(other, { kind: 'list', item: dyn })
      : undefined;
}

function explain(node: Node, sign: Sign, left: Expression, right: Expression): [Node, string] {
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (one.type.kind !== 'int' || (other.type.kind !== 'dyn' && other.type.kind !== 'double') || sign === '%')
      continue;
    const value = one.constant?.value;
    const numbers =
      other.type.kind === 'dyn' ? 'numbers in arguments and results are doubles' : 'the other is a double';
    const instead = typeof value === 'bigint' ? `write ${value}.0` : 'write double(…)';
    return [one.node, `"${sign}" does not mix int and double: ${numbers}, ${instead}`];
  }
  if (sign === '%')
    return [node, `"%" needs two ints, not ${nameOf(left.type)} and ${nameOf(right.type)}: write int(…)`];
  return [node, `"${sign}" cannot take ${nameOf(left.type)} and ${nameOf(right.type)}`];
}

/** Minus in front. */
export function compileMinus(compiler: Compiler, node: Node, operand: Expression): Expression | undefined {
  const { type, run } = operand;
  if (!isNumber(type) && type.kind !== 'dyn') return compiler.fault(node, `"-" needs a number, not ${nameOf(type)}`);
  const negate = (frame: Frame): Cel | undefined => {
    const value = run(frame);
    if (typeof value === 'number') return -value;
    return typeof value === 'bigint' ? asInt(-value) : undefined;
  };
  return fold(node, type.kind === 'dyn' ? double : type, negate, [operand]);
}
