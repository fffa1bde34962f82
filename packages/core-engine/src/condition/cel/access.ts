import { didYouMean, quote } from '../../policy/schema/suggest.js';
import { Unreadable } from '../../value/value.js';
import { type Compiler, type Expression, fold } from './expression.js';
import type { Frame, Run } from './frame.js';
import type { Node } from './parse.js';
import { bool, dyn, type Field, nameOf, type Type, unknownField } from './type.js';
import { type Cel, isList, isMap } from './value.js';

/** `owner.name`. */
export function compileSelect(compiler: Compiler, node: Node, owner: Expression, name: string): Expression | undefined {
  const { type } = owner;
  if (type.kind === 'dyn') return compilePath(node, owner, name);
  if (type.kind === 'object') {
    const field = type.fields.get(name);
    if (field === undefined) return compiler.fault(node, unknownField(type, name));
    return withMembers({ node, type: field.type, run: readField(owner.run, field) }, owner, name);
  }
  if (type.kind !== 'map') return compiler.fault(node, `${nameOf(type)} has no fields`);
  if (isLists(owner) && compiler.lists?.includes(name) === false) {
    return compiler.fault(node, `unknown list ${quote(name)}${didYouMean(name, compiler.lists)}`);
  }
  const run: Run = (frame) => {
    const value = owner.run(frame);
    return isMap(value) ? value.get(name) : undefined;
  };
  const found = fold(node, type.value, run, [owner]);
  return found.constant === undefined ? withMembers(found, owner, name) : found;
}

function readField(run: Run, field: Field): Run {
  return (frame) => {
    const value = run(frame);
    return value === undefined ? undefined : field.read(value);
  };
}

function isLists({ node }: Expression): boolean {
  return node.op === 'id' && node.args === 'lists';
}

/** The lists of a policy never change, so a set of each is made once. */
const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

function withMembers(found: Expression, owner: Expression, name: string): Expression {
  if (isLists(owner)) {
    const members = ({ scope }: Frame): ReadonlySet<string> | undefined => {
      const list = scope.lists.get(name);
      if (list === undefined) return undefined;
      const set = sets.get(list) ?? new Set(list);
      sets.set(list, set);
      return set;
    };
    return { ...found, members };
  }
  if (owner.type.kind === 'object' && owner.type.name === 'session' && name === 'marks') {
    return { ...found, members: ({ scope }) => scope.question.session?.marks };
  }
  return found;
}

/** What is in something over a bound is over it too: nobody can say whether it is there. */
function within(value: Cel | undefined): Unreadable | undefined {
  return value instanceof Unreadable ? value : undefined;
}

/** Steps through JSON in one closure, however many there are. */
function compilePath(node: Node, owner: Expression, name: string): Expression {
  const root = owner.path?.root ?? owner.run;
  const keys = [...(owner.path?.keys ?? []), name];
  return { node, type: dyn, run: walk(root, keys), path: { root, keys } };
}

function walk(root: Run, keys: readonly string[]): Run {
  const [first = '', second = ''] = keys;
  if (keys.length === 1) {
    return (frame) => {
      const value = root(frame);
      return isMap(value) ? value.get(first) : within(value);
    };
  }
  if (keys.length === 2) {
    return (frame) => {
      const value = root(frame);
      const inner = isMap(value) ? value.get(first) : within(value);
      return isMap(inner) ? inner.get(second) : within(inner);
    };
  }
  return (frame) => {
    let value = root(frame);
    for (const key of keys) {
      if (!isMap(value)) return within(value);
      value = value.get(key);
    }
    return value;
  };
}

/** `owner[index]`: a list by a whole number from 0, a map by text. */
export function compileIndex(
  compiler: Compiler,
  node: Node,
  owner: Expression,
  index: Expression,
): Expression | undefined {
  const { type } = owner;
  const key = index.constant?.value;
  if ((type.kind === 'dyn' || type.kind === 'map') && typeof key === 'string') {
    return compileSelect(compiler, node, owner, key);
  }
  const result = itemOf(type, index.type);
  if (result === undefined) return compiler.fault(index.node, `${nameOf(type)} has no item by ${nameOf(index.type)}`);
  const run: Run = (frame) => {
    const [value, at] = [owner.run(frame), index.run(frame)];
    if (isMap(value)) return typeof at === 'string' ? value.get(at) : undefined;
    if (!isList(value)) return within(value);
    return typeof at === 'bigint' || typeof at === 'number' ? itemAt(value, Number(at)) : undefined;
  };
  return fold(node, result, run, [owner, index]);
}

function itemAt(list: readonly Cel[], index: number): Cel | undefined {
  return Number.isSafeInteger(index) && index >= 0 ? list[index] : undefined;
}

function itemOf(owner: Type, index: Type): Type | undefined {
  const number = index.kind === 'int' || index.kind === 'dyn';
  const text = index.kind === 'string' || index.kind === 'dyn';
  if (owner.kind === 'list') return number ? owner.item : undefined;
  if (owner.kind === 'map') return text ? owner.value : undefined;
  return owner.kind === 'dyn' && (number || text || index.kind === 'double') ? dyn : undefined;
}

/** `has(owner.name)`: unknown only where the owner was not read, being over a bound. What is not there has no fields. */
export function compileHas(compiler: Compiler, node: Node, owner: Expression, name: string): Expression | undefined {
  const { type, run } = owner;
  // For its mistakes.
  if (compileSelect(compiler, node, owner, name) === undefined) return undefined;
  if (type.kind !== 'object') {
    return fold(
      node,
      bool,
      (frame) => {
        const value = run(frame);
        return value instanceof Unreadable ? undefined : isMap(value) && value.has(name);
      },
      [owner],
    );
  }
  const read = readField(run, type.fields.get(name) as Field);
  return { node, type: bool, run: (frame) => read(frame) !== undefined };
}
