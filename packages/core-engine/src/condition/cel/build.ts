import { didYouMean, quote } from '../../policy/schema/suggest.js';
import { compileHas, compileIndex, compileSelect } from './access.js';
import { compileArithmetic, compileMinus } from './arithmetic.js';
import { type Compiler, type Expression, fold, type Local } from './expression.js';
import { compileCall } from './functions.js';
import { compileList, compileLiteral, compileMap } from './literal.js';
import { compileMacro, isMacro } from './macro.js';
import { compileEqual, compileIn, compileJunction, compileOrder, truthOf } from './operators.js';
import type { Node } from './parse.js';
import { bool, nameOf, unify } from './type.js';
import type { Cel } from './value.js';
import { variables } from './variables.js';

/** Compiles what stands at a node. Undefined where there was a mistake; all parts are looked through, so that all are reported. */
export function compileNode(compiler: Compiler, node: Node, local: Local | undefined): Expression | undefined {
  const all = (nodes: readonly Node[]): readonly Expression[] | undefined => {
    const parts = nodes.map((part) => compiler.compile(part, local));
    const found = parts.filter((part) => part !== undefined);
    return found.length === parts.length ? found : undefined;
  };
  const two = (build: (left: Expression, right: Expression) => Expression | undefined, nodes: readonly Node[]) => {
    const [left, right] = all(nodes) ?? [];
    return left && right && build(left, right);
  };
  switch (node.op) {
    case 'value':
      return compileLiteral(compiler, node, node.args);
    case 'id':
      return compileName(compiler, node, node.args, local);
    case '.': {
      const owner = compiler.compile(node.args[0], local);
      return owner && compileSelect(compiler, node, owner, node.args[1]);
    }
    case '[]':
      return two((owner, index) => compileIndex(compiler, node, owner, index), node.args);
    case '&&':
    case '||': {
      const operands = all(flatten(node, node.op));
      return operands && compileJunction(compiler, node, operands, node.op === '||');
    }
    case '!_':
      return compileNot(compiler, node, node.args, local);
    case '-_': {
      const number = node.args;
      if (number.op === 'value' && typeof number.args === 'bigint') return compileLiteral(compiler, node, -number.args);
      const operand = compiler.compile(number, local);
      return operand && compileMinus(compiler, node, operand);
    }
    case '==':
    case '!=': {
      const build = compileEqual(node.op === '==');
      return two((left, right) => build(compiler, node, left, right), node.args);
    }
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const build = compileOrder(node.op);
      return two((left, right) => build(compiler, node, left, right), node.args);
    }
    case 'in':
      return two((left, right) => compileIn(compiler, node, left, right), node.args);
    case '+':
    case '-':
    case '*':
    case '/':
    case '%': {
      const { op } = node;
      return two((left, right) => compileArithmetic(compiler, node, op, left, right), node.args);
    }
    case '?:': {
      const parts = all(node.args);
      return parts && compileChoice(compiler, node, parts);
    }
    case 'list': {
      const items = all(node.args);
      return items && compileList(compiler, node, items);
    }
    case 'map': {
      const values = all(node.args.map(([, value]) => value));
      return (
        values &&
        compileMap(
          compiler,
          node,
          node.args.map(([key]) => key),
          values,
        )
      );
    }
    case 'call': {
      const [name, given] = node.args;
      if (name === 'has') return compilePresence(compiler, node, given, local);
      const values = all(given);
      return values && compileCall(compiler, node, name, values, false);
    }
    case 'rcall': {
      const [name, receiver, given] = node.args;
      if (isMacro(name)) {
        const range = compiler.compile(receiver, local);
        return range && compileMacro(compiler, node, name, range, given, local);
      }
      const values = all([receiver, ...given]);
      return values && compileCall(compiler, node, name, values, true);
    }
    default:
      return compiler.fault(node, `${quote(node.op)} is not supported`);
  }
}

/** Operands of a chain in order, whichever way it leans. */
function flatten(node: Node, op: '&&' | '||'): Node[] {
  const operands: Node[] = [];
  const waiting: Node[] = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.op === op) waiting.push(next.args[1], next.args[0]);
    else operands.push(next);
  }
  return operands;
}

function compileName(compiler: Compiler, node: Node, name: string, local: Local | undefined): Expression | undefined {
  for (let scope = local; scope !== undefined; scope = scope.outer) {
    const { slot } = scope;
    if (scope.name === name) return { node, type: scope.type, run: (frame) => frame.locals[slot] };
  }
  const variable = variables.get(name);
  if (variable !== undefined) return { node, ...variable };
  const names = [...variables.keys()];
  for (let scope = local; scope !== undefined; scope = scope.outer) names.push(scope.name);
  return compiler.fault(node, `unknown variable ${quote(name)}${didYouMean(name, names)}`);
}

function compileNot(compiler: Compiler, node: Node, negated: Node, local: Local | undefined): Expression | undefined {
  const operand = compiler.compile(negated, local);
  const truth = operand && truthOf(compiler, operand);
  if (operand === undefined || truth === undefined) return undefined;
  const run = (frame: Parameters<typeof truth>[0]): Cel | undefined => {
    const value = truth(frame);
    return value === undefined ? undefined : !value;
  };
  return fold(node, bool, run, [operand]);
}

function compileChoice(compiler: Compiler, node: Node, parts: readonly Expression[]): Expression | undefined {
  const [condition, then, otherwise] = parts;
  if (condition === undefined || then === undefined || otherwise === undefined) return undefined;
  const truth = truthOf(compiler, condition);
  const type = unify(then.type, otherwise.type);
  if (type === undefined) {
    return compiler.fault(
      node,
      `both sides of ":" must be of one type, not ${nameOf(then.type)} and ${nameOf(otherwise.type)}`,
    );
  }
  if (truth === undefined) return undefined;
  return fold(
    node,
    type,
    (frame) => {
      const chosen = truth(frame);
      return chosen === undefined ? undefined : chosen ? then.run(frame) : otherwise.run(frame);
    },
    parts,
  );
}

function compilePresence(
  compiler: Compiler,
  node: Node,
  given: readonly Node[],
  local: Local | undefined,
): Expression | undefined {
  const [field] = given;
  if (field === undefined || given.length > 1) return compiler.fault(node, 'has() takes 1 argument');
  if (field.op !== '.') return compiler.fault(field, 'has() takes a field, as in has(args.name)');
  const owner = compiler.compile(field.args[0], local);
  return owner && compileHas(compiler, field, owner, field.args[1]);
}
