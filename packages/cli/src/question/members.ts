import type { Value } from '@ostiary/core-engine';
import { suggest } from '../config/nearest.js';
import { type Member, quote, type Source, type Tree } from './tree.js';

export type Members = ReadonlyMap<string, Member>;

/** The members of an object, all of which must be known; undefined where it is none. */
export function readMembers(tree: Tree, known: readonly string[], what: string, source: Source): Members | undefined {
  const { members } = tree;
  if (members === undefined) {
    source.complain(tree.at, `${what} must be an object with keys such as ${known.slice(0, 3).map(quote).join(', ')}`);
    return undefined;
  }
  const found = new Map<string, Member>();
  for (const member of members) {
    if (known.includes(member.key)) found.set(member.key, member);
    else source.complain(member.at, `unknown key ${quote(member.key)}${suggest(member.key, known)}`);
  }
  return found;
}

export function readText({ key, tree }: Member, source: Source): string | undefined {
  const value = scalarOf(tree);
  if (typeof value === 'string') return value;
  source.complain(tree.at, `${quote(key)} must be text: put it in quotes`);
  return undefined;
}

export function readWord<Word extends string>(
  member: Member,
  known: readonly Word[],
  source: Source,
): Word | undefined {
  const text = readText(member, source);
  const word = known.find((one) => one === text);
  if (text !== undefined && word === undefined) {
    const listed = known.map(quote).join(', ');
    source.complain(
      member.tree.at,
      `${quote(member.key)} is one of ${listed}, not ${quote(text)}${suggest(text, known)}`,
    );
  }
  return word;
}

export function readTexts(member: Member, source: Source): readonly string[] | undefined {
  const { key, tree } = member;
  if (tree.items === undefined) {
    source.complain(tree.at, `${quote(key)} must be a list of text`);
    return undefined;
  }
  return tree.items.flatMap((item) => readText({ key: `an entry of ${key}`, at: item.at, tree: item }, source) ?? []);
}

export function readNumberOf({ key, tree }: Member, source: Source): number | undefined {
  const value = scalarOf(tree);
  if (typeof value === 'number') return value;
  source.complain(tree.at, `${quote(key)} must be a number that a double holds exactly`);
  return undefined;
}

export function readFlag({ key, tree }: Member, source: Source): boolean | undefined {
  const value = scalarOf(tree);
  if (typeof value === 'boolean') return value;
  source.complain(tree.at, `${quote(key)} must be true or false`);
  return undefined;
}

/** A mapping of any keys. */
export function readEach<Item>(
  { key, tree }: Member,
  as: (member: Member, source: Source) => Item | undefined,
  source: Source,
): ReadonlyMap<string, Item> | undefined {
  if (tree.members === undefined) {
    source.complain(tree.at, `${quote(key)} must be an object`);
    return undefined;
  }
  const entries = tree.members.map((member) => [member.key, as(member, source)] as const);
  return new Map(entries.flatMap(([name, item]) => (item === undefined ? [] : [[name, item] as const])));
}

/** Lists and objects are no scalars, however large: they are not read for a message. */
function scalarOf(tree: Tree): Value | undefined {
  return tree.members === undefined && tree.items === undefined ? tree.value() : undefined;
}
