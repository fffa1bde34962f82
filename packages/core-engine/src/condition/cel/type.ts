import { didYouMean, quote } from '../../policy/schema/suggest.js';
import type { Cel } from './value.js';

/** What is known of a value before there is one. `dyn` comes out of `args` or `result`: any JSON value, its numbers doubles. */
export type Type = Plain | ListType | MapType | ObjectType;

interface Plain {
  readonly kind: 'dyn' | 'null' | 'bool' | 'int' | 'double' | 'string' | 'timestamp' | 'duration';
}

interface ListType {
  readonly kind: 'list';
  readonly item: Type;
}

/** From text. */
interface MapType {
  readonly kind: 'map';
  readonly value: Type;
}

/** Something of ours, whose fields are known. It can be looked into and nothing else. */
export interface ObjectType {
  readonly kind: 'object';
  readonly name: string;
  readonly fields: ReadonlyMap<string, Field>;
}

export interface Field {
  readonly type: Type;
  /** Undefined where it is absent. */
  read(owner: Cel): Cel | undefined;
}

export type Kind = Type['kind'];

export const dyn: Type = { kind: 'dyn' };
export const nothing: Type = { kind: 'null' };
export const bool: Type = { kind: 'bool' };
export const int: Type = { kind: 'int' };
export const double: Type = { kind: 'double' };
export const string: Type = { kind: 'string' };
export const timestamp: Type = { kind: 'timestamp' };
export const duration: Type = { kind: 'duration' };

export function listOf(item: Type): Type {
  return { kind: 'list', item };
}

export function mapOf(value: Type): Type {
  return { kind: 'map', value };
}

/** As CEL writes it. */
export function nameOf(type: Type): string {
  if (type.kind === 'list') return `list(${nameOf(type.item)})`;
  if (type.kind === 'map') return `map(string, ${nameOf(type.value)})`;
  return type.kind === 'object' ? type.name : type.kind;
}

export function isNumber({ kind }: Type): boolean {
  return kind === 'int' || kind === 'double';
}

/** The one type that both are of; undefined where there is none. */
export function unify(a: Type, b: Type): Type | undefined {
  if (a.kind === 'object' || b.kind === 'object') return a === b ? a : undefined;
  if (a.kind === 'dyn' || b.kind === 'dyn') return holdsObjects(a) || holdsObjects(b) ? undefined : dyn;
  if (a.kind === 'list' && b.kind === 'list') {
    const item = unify(a.item, b.item);
    return item && listOf(item);
  }
  if (a.kind === 'map' && b.kind === 'map') {
    const value = unify(a.value, b.value);
    return value && mapOf(value);
  }
  return a.kind === b.kind ? a : undefined;
}

/** Whether `==` has a meaning: one type, two numbers, or what nobody knows yet. */
export function comparable(a: Type, b: Type): boolean {
  if (holdsObjects(a) || holdsObjects(b)) return false;
  if (isNumber(a) && isNumber(b)) return true;
  if (a.kind === 'list' && b.kind === 'list') return comparable(a.item, b.item);
  if (a.kind === 'map' && b.kind === 'map') return comparable(a.value, b.value);
  return unify(a, b) !== undefined;
}

export function holdsObjects(type: Type): boolean {
  if (type.kind === 'list') return holdsObjects(type.item);
  return type.kind === 'object' || (type.kind === 'map' && holdsObjects(type.value));
}

/** The mistake of naming a field that an object does not have. */
export function unknownField(type: ObjectType, name: string): string {
  const fields = [...type.fields.keys()];
  const near = didYouMean(name, fields);
  return `${type.name} has no ${quote(name)}${near === '' ? ` (it has ${fields.join(', ')})` : near}`;
}
