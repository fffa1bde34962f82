import { didYouMean, quote } from '../../policy/schema/suggest.js';
import { type Compiler, type Expression, fold } from './expression.js';
import type { Run } from './frame.js';
import { type Overload, overloads } from './overloads.js';
import type { Node } from './parse.js';
import { bool, dyn, type Kind, nameOf, type Type } from './type.js';
import { type Cel, isList } from './value.js';

/** Macros and functions that need more than their values. */
const OTHERS = ['has', 'all', 'exists', 'exists_one', 'map', 'filter', 'matches', 'inside'];
const NAMES: readonly string[] = [...new Set([...overloads.map(({ name }) => name), ...OTHERS])];

/** A call of a function; of a member function the receiver is the first argument. */
export function compileCall(
  compiler: Compiler,
  node: Node,
  name: string,
  given: readonly Expression[],
  member: boolean,
): Expression | undefined {
  if (name === 'matches') return compileMatches(compiler, node, given);
  if (name === 'inside' && !member) return compileInside(compiler, node, given);
  const named = overloads.filter((one) => one.name === name && one.member === member);
  if (named.length === 0) return compiler.fault(node, unknown(name, member));
  const counted = named.filter(({ takes }) => takes.length === given.length);
  if (counted.length === 0) return compiler.fault(node, wrongCount(name, named, member));
  const fitting = counted.filter(({ takes }) => takes.every((kind, index) => fits(kind, given[index]?.type)));
  const [first] = fitting;
  if (first === undefined) {
    return compiler.fault(node, `${name}() does not take ${given.map(({ type }) => nameOf(type)).join(' and ')}`);
  }
  const zone = given[1];
  if (first.accepts !== undefined && zone !== undefined && !first.accepts(zone.constant?.value)) {
    return compiler.fault(
      zone.node,
      'a time zone is a literal "UTC" or offset such as "+02:00": others are not the same everywhere',
    );
  }
  const type = fitting.every((one) => one.gives === first.gives) ? first.gives : dyn;
  return fold(node, type, apply(fitting, given), given);
}

function apply(fitting: readonly Overload[], given: readonly Expression[]): Run {
  const [only, second] = fitting;
  const [a, b] = given.map(({ run }) => run);
  if (only === undefined || a === undefined) return () => undefined;
  return (frame) => {
    const first = a(frame);
    const other = b === undefined ? null : b(frame);
    if (first === undefined || other === undefined) return undefined;
    // Each looks at the types of its values and gives nothing for others.
    const result = only.run(frame, first, other);
    if (result !== undefined || second === undefined) return result;
    for (const overload of fitting.slice(1)) {
      const next = overload.run(frame, first, other);
      if (next !== undefined) return next;
    }
    return undefined;
  };
}

function fits(kind: Kind, type: Type | undefined): boolean {
  return type?.kind === kind || type?.kind === 'dyn';
}

function unknown(name: string, member: boolean): string {
  const elsewhere = overloads.some((one) => one.name === name) || OTHERS.includes(name);
  if (elsewhere)
    return member
      ? `${name}() is not called on a value: write ${name}(…)`
      : `${name}() is called on a value: write x.${name}(…)`;
  return `unknown function ${quote(name)}${didYouMean(name, NAMES)}`;
}

function wrongCount(name: string, named: readonly Overload[], member: boolean): string {
  const counts = [...new Set(named.map(({ takes }) => takes.length - (member ? 1 : 0)))].toSorted();
  const count = counts.join(' or ');
  return `${name}() takes ${count === '0' ? 'no arguments' : `${count} argument${count === '1' ? '' : 's'}`}`;
}

/** `text.matches(pattern)`, unanchored, on linear patterns alone. */
function compileMatches(compiler: Compiler, node: Node, given: readonly Expression[]): Expression | undefined {
  const [text, pattern] = given;
  if (text === undefined || pattern === undefined || given.length > 2) {
    return compiler.fault(node, 'matches() takes 1 argument, the pattern');
  }
  if (!fits('string', text.type)) return compiler.fault(node, `matches() looks at text, not ${nameOf(text.type)}`);
  const source = pattern.constant?.value;
  if (typeof source !== 'string') return compiler.fault(pattern.node, 'a pattern must be a literal text');
  const compiled = compiler.patterns(source);
  if (typeof compiled !== 'function') return compiler.fault(pattern.node, compiled.mistake);
  const run: Run = (frame) => {
    const value = text.run(frame);
    // Longer text than patterns look at costs nothing.
    if (typeof value !== 'string' || value.length > LONGEST_MATCHED) return undefined;
    return frame.spend(20 + 2 * value.length) ? compiled(value) : undefined;
  };
  return fold(node, bool, run, [text]);
}

/** Bytes that a pattern looks at, and so more than its UTF-16 units. */
const LONGEST_MATCHED = 64 * 1024;

/** `inside(path, roots)`. */
function compileInside(compiler: Compiler, node: Node, given: readonly Expression[]): Expression | undefined {
  const [path, roots] = given;
  if (path === undefined || roots === undefined || given.length > 2) {
    return compiler.fault(node, 'inside() takes 2 arguments, the path and a list of roots');
  }
  const { type } = roots;
  const texts =
    type.kind === 'dyn' || (type.kind === 'list' && (type.item.kind === 'string' || type.item.kind === 'dyn'));
  if (!fits('string', path.type) || !texts) {
    return compiler.fault(
      node,
      `inside() takes a text and a list of texts, not ${nameOf(path.type)} and ${nameOf(type)}`,
    );
  }
  const { inside } = compiler;
  const run: Run = (frame) => {
    const [text, list] = [path.run(frame), roots.run(frame)];
    if (typeof text !== 'string' || !isList(list) || !list.every(isText)) return undefined;
    // A path with letters of other scripts is read six times: 180 ns a character.
    return frame.spend(20 + text.length * (3 + (list.length >> 2))) ? inside(text, list) : undefined;
  };
  return fold(node, bool, run, [path, roots]);
}

function isText(value: Cel): value is string {
  return typeof value === 'string';
}
