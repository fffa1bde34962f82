import type { Truth } from '../truth.js';
import { type Compiler, type Expression, fold, type Local } from './expression.js';
import type { Frame, Run } from './frame.js';
import { truthOf } from './operators.js';
import type { Node } from './parse.js';
import { bool, dyn, listOf, nameOf, string, type Type } from './type.js';
import { type Cel, isList, isMap } from './value.js';
import { variables } from './variables.js';

const COUNTS: ReadonlyMap<string, readonly number[]> = new Map([
  ['all', [2]],
  ['exists', [2]],
  ['exists_one', [2]],
  ['filter', [2]],
  ['map', [2, 3]],
]);

export function isMacro(name: string): boolean {
  return COUNTS.has(name);
}

/** Gives an item to the body and says whether it was the last one worth looking at. */
type Visit = (frame: Frame, item: Cel) => boolean;

/** `range.name(variable, …)`. */
export function compileMacro(
  compiler: Compiler,
  node: Node,
  name: string,
  range: Expression,
  parameters: readonly Node[],
  outer: Local | undefined,
): Expression | undefined {
  const [variable, first, second] = parameters;
  if (variable === undefined || first === undefined || !COUNTS.get(name)?.includes(parameters.length)) {
    return compiler.fault(node, `${name}() takes ${COUNTS.get(name)?.join(' or ')} arguments, a variable first`);
  }
  if (variable.op !== 'id') return compiler.fault(variable, `${name}() starts with the name of its variable`);
  if (variables.has(variable.args))
    return compiler.fault(variable, `"${variable.args}" hides the variable of that name`);
  const item = itemsOf(range.type);
  if (item === undefined) return compiler.fault(node, `${name}() needs a list or a map, not ${nameOf(range.type)}`);

  const before = compiler.parts();
  const local: Local = { name: variable.args, type: item, slot: outer === undefined ? 0 : outer.slot + 1, outer };
  const [predicate, transform] = name === 'map' ? [second && first, second ?? first] : [first, undefined];
  const condition = predicate && compiler.compile(predicate, local);
  const result = transform && compiler.compile(transform, local);
  const truth = condition && truthOf(compiler, condition);
  if ((predicate !== undefined && truth === undefined) || (transform !== undefined && result === undefined))
    return undefined;

  // Each item costs as many steps as there are parts to evaluate for it.
  const weight = 1 + compiler.parts() - before;
  const walk = (frame: Frame, value: Cel, visit: Visit): boolean => {
    const items = isMap(value) ? value.keys() : isList(value) ? value : undefined;
    if (items === undefined) return false;
    for (const one of items) {
      if (!frame.spend(weight)) return false;
      frame.locals[local.slot] = one;
      if (visit(frame, one)) break;
    }
    return true;
  };

  const always = (): Truth => true;
  const run = RUNS[name]?.(range.run, walk, truth ?? always, result?.run);
  const type = name === 'filter' ? listOf(item) : name === 'map' ? listOf(result?.type ?? dyn) : bool;
  return run && fold(node, type, run, [range, ...[condition, result].filter((part) => part !== undefined)]);
}

function itemsOf(type: Type): Type | undefined {
  if (type.kind === 'list') return type.item;
  return type.kind === 'map' ? string : type.kind === 'dyn' ? dyn : undefined;
}

type Walk = (frame: Frame, value: Cel, visit: Visit) => boolean;
type Build = (range: Run, walk: Walk, holds: (frame: Frame) => Truth, transform: Run | undefined) => Run;

/** `all` and `exists` take what cannot be evaluated as Kleene does. */
const quantifier =
  (decisive: boolean): Build =>
  (range, walk, holds) =>
  (frame) => {
    const value = range(frame);
    if (value === undefined) return undefined;
    let truth: Truth = !decisive;
    const done = walk(frame, value, () => {
      const one = holds(frame);
      if (one === undefined) truth = undefined;
      if (one === decisive) truth = decisive;
      return one === decisive;
    });
    return done ? truth : undefined;
  };

/** `filter` and `map`: one item that cannot be evaluated, and the list cannot be. */
const collector: Build = (range, walk, holds, transform) => (frame) => {
  const value = range(frame);
  if (value === undefined) return undefined;
  const list: Cel[] = [];
  let known = true;
  const done = walk(frame, value, (_, item) => {
    const one = holds(frame);
    const made = one === true && transform !== undefined ? transform(frame) : item;
    if (one === undefined || made === undefined) known = false;
    else if (one) list.push(made);
    return !known;
  });
  return done && known ? list : undefined;
};

const exactlyOne: Build = (range, walk, holds) => (frame) => {
  const value = range(frame);
  if (value === undefined) return undefined;
  let count = 0;
  let known = true;
  const done = walk(frame, value, () => {
    const one = holds(frame);
    if (one === undefined) known = false;
    else if (one) count += 1;
    return !known;
  });
  return done && known ? count === 1 : undefined;
};

const RUNS: Readonly<Record<string, Build>> = {
  all: quantifier(false),
  exists: quantifier(true),
  exists_one: exactlyOne,
  filter: collector,
  map: collector,
};
