import { STRATEGIES, type Strategy } from '../../src/redact/mask.js';
import type { Path } from '../../src/redact/path.js';
import { parseJson } from '../wire/parse-json.js';
import { join, type Part, type Pick, same, spell, spellKey, type Tree } from './trees.js';

/** Paths as they are explained, with all the time in the world. A number in `trail` is an index. */
function leads(path: Path, trail: readonly (string | number)[]): boolean {
  const [step, ...steps] = path;
  const [key, ...keys] = trail;
  if (step === undefined) return key === undefined;
  if (step.kind === 'deep') return leads(steps, trail) || (key !== undefined && leads(path, keys));
  if (key === undefined) return false;
  const takes =
    step.kind === 'any' || (typeof key === 'number' ? step.index === key : step.key === key.replace(/[A-Z]/g, lower));
  const passes = typeof key === 'number' && !(step.kind === 'key' && step.index !== undefined);
  return (takes && leads(steps, keys)) || (passes && leads(path, keys));
}

const lower = (letter: string): string => letter.toLowerCase();

interface Asked {
  readonly path: Path;
  readonly with: Strategy;
}

/** JSON of a tree before and after, to the byte. */
export function write(tree: Tree, asked: readonly Asked[], pick: Pick): Part[] {
  const space = (level: number): Part => same([' ', '\t', level > 0 ? '\n' : ' ', '', '', ''][pick(6)] ?? '');
  const maskOf = (trail: readonly (string | number)[]): Strategy | undefined =>
    STRATEGIES.findLast((strategy) => asked.some((one) => one.with === strategy && leads(one.path, trail)));

  const value = (node: Tree, trail: readonly (string | number)[], level: number): Part[] => {
    const isTop = trail.length === 0;
    const mask = maskOf(trail);
    if (node.kind === 'string' || node.kind === 'text') {
      const inner = node.kind === 'string' ? [same(node.text)] : inside(node.tree, trail, level + 1);
      const whole = mask === 'partial' && node.kind === 'text' ? 'full' : mask;
      const text = join(inner, 'from');
      const parts = whole === undefined ? inner : [{ from: text, to: maskText(text, whole) }];
      return [same('"'), ...spell(parts, pick), same('"')];
    }
    const isContainer = node.kind !== 'other';
    if (mask !== undefined && !(isTop && level === 0 && isContainer)) {
      const parts = isContainer ? container(node, trail, level, true) : [same(node.json)];
      return [{ from: join(parts, 'from'), to: maskOther(node, join(parts, 'from'), mask) }];
    }
    return isContainer ? container(node, trail, level, false) : [same(node.json)];
  };

  /** What stands in a text is one place with it. */
  const inside = (node: Tree, trail: readonly (string | number)[], level: number): Part[] => {
    if (node.kind === 'list' || node.kind === 'object') return container(node, trail, level, false);
    if (node.kind !== 'text') return value(node, trail, level);
    return [same('"'), ...spell(inside(node.tree, trail, level + 1), pick), same('"')];
  };

  const container = (node: Tree, trail: readonly (string | number)[], level: number, isGone: boolean): Part[] => {
    const isObject = node.kind === 'object';
    const entries: (readonly [string | number, Tree])[] = isObject
      ? [...node.members]
      : node.kind === 'list'
        ? [...node.items.entries()]
        : [];
    const parts = [same(isObject ? '{' : '['), space(level)];
    let hasKept = false;
    for (const [index, [key, member]] of entries.entries()) {
      const goes = !isGone && maskOf([...trail, key]) === 'remove';
      const written = [
        ...(isObject
          ? [same('"'), ...spellKey(String(key), pick), same('"'), space(level), same(':'), space(level)]
          : []),
        ...value(member, [...trail, key], level),
      ];
      const isLast = index === entries.length - 1;
      const next = entries[index + 1];
      const nextGoes = next !== undefined && !isGone && maskOf([...trail, next[0]]) === 'remove';
      hasKept ||= !goes;
      // The comma goes with what goes behind something that stays, or in front of everything that does.
      const dropsGap = hasKept ? nextGoes : goes;
      const gap = isLast ? [] : [space(level), same(','), space(level)];
      parts.push(...(goes ? written.map(drop) : written), ...(dropsGap ? gap.map(drop) : gap));
    }
    return [...parts, space(level), same(isObject ? '}' : ']')];
  };
  return value(tree, [], 0);
}

function drop({ from }: Part): Part {
  return { from, to: '' };
}

function maskText(text: string, mask: Strategy): string {
  const points = [...text];
  if (mask === 'token') return '<REDACTED:secret>';
  if (mask === 'full' || mask === 'remove' || text === '***REDACTED***') return '***REDACTED***';
  if (mask === 'keep_type') return points.map(() => '*').join('');
  return points.length > 8
    ? points.map((point, at) => (at < 4 || at >= points.length - 4 ? point : '*')).join('')
    : '***';
}

function maskOther(node: Tree, json: string, mask: Strategy): string {
  if (mask === 'token') return '"<REDACTED:secret>"';
  if (mask !== 'keep_type') return '"***REDACTED***"';
  const value = parseJson(json);
  if (value === true) return 'false';
  if (node.kind === 'list' || node.kind === 'object')
    return Object.keys(value as object).length === 0 ? json : JSON.stringify(Array.isArray(value) ? [] : {});
  return typeof value === 'number' && value !== 0 ? '0' : json;
}
