import { type Compiler, constantOf, type Expression, fold } from './expression.js';
import type { Node } from './parse.js';
import {
  bool,
  double,
  dyn,
  holdsObjects,
  int,
  listOf,
  mapOf,
  nameOf,
  nothing,
  string,
  type Type,
  unify,
} from './type.js';
import { asInt, type Cel } from './value.js';

export function compileLiteral(compiler: Compiler, node: Node, value: unknown): Expression | undefined {
  if (value === null) return constantOf(node, nothing, null);
  if (typeof value === 'boolean') return constantOf(node, bool, value);
  if (typeof value === 'string') return constantOf(node, string, value);
  if (typeof value === 'number') return constantOf(node, double, value);
  if (typeof value === 'bigint') {
    // The parser reads ints of any size.
    return asInt(value) === undefined ? compiler.fault(node, 'an int has 64 bits') : constantOf(node, int, value);
  }
  return compiler.fault(
    node,
    value instanceof Uint8Array ? 'bytes are not supported' : 'unsigned ints are not supported: leave out the "u"',
  );
}

/** The one type of all; dyn where there is nothing. */
function commonType(compiler: Compiler, items: readonly Expression[], what: string): Type | undefined {
  let common: Type | undefined;
  for (const { node, type } of items) {
    const next: Type | undefined = common === undefined ? type : unify(common, type);
    if (next === undefined || holdsObjects(next)) {
      const other = common === undefined || common === type ? '' : ` and ${nameOf(common)}`;
      return compiler.fault(node, `${what} must be of one simple type, not ${nameOf(type)}${other}`);
    }
    common = next;
  }
  return common ?? dyn;
}

export function compileList(compiler: Compiler, node: Node, items: readonly Expression[]): Expression | undefined {
  const type = commonType(compiler, items, 'items of a list');
  if (type === undefined) return undefined;
  const runs = items.map(({ run }) => run);
  const list = fold(node, listOf(type), (frame) => complete(runs.map((run) => run(frame))), items);
  const value = list.constant?.value;
  if (type.kind !== 'string' || !Array.isArray(value)) return list;
  const members: ReadonlySet<string> = new Set(value as readonly string[]);
  return { ...list, members: () => members };
}

function complete(values: readonly (Cel | undefined)[]): readonly Cel[] | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? known : undefined;
}

export function compileMap(
  compiler: Compiler,
  node: Node,
  keys: readonly Node[],
  values: readonly Expression[],
): Expression | undefined {
  const names = keys.map((key) =>
    key.op === 'value' && typeof key.args === 'string'
      ? key.args
      : compiler.fault(key, 'a key of a map must be a literal text'),
  );
  const known = names.filter((name) => name !== undefined);
  const type = commonType(compiler, values, 'values of a map');
  if (type === undefined || known.length < names.length) return undefined;
  const twice = keys.find((_, index) => known.indexOf(known[index] ?? '') < index);
  if (twice !== undefined) return compiler.fault(twice, 'this key stands here twice');
  return fold(
    node,
    mapOf(type),
    (frame) => {
      const all = complete(values.map(({ run }) => run(frame)));
      return all && new Map(known.map((name, index) => [name, all[index] as Cel]));
    },
    values,
  );
}
