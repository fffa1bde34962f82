import { isList, isMap, type Value, type ValueMap } from '../../../value/value.js';

/** What a schema says of a field: `open` where it says nothing, `unknown` where it cannot be said without more of JSON Schema. */
export interface Finding {
  readonly state: 'present' | 'absent' | 'open' | 'unknown';
  /** The types that the field may have, where they are known. */
  readonly types?: readonly string[];
}

/** Schemas inside each other on the way to a field, references counted: what refers to itself ends here. */
const DEEPEST = 64;
/** Schemas looked at for one field: with references the same one may stand in a hundred places. */
const MOST_STEPS = 2_000;

const UNKNOWN: Finding = { state: 'unknown' };
const OPEN: Finding = { state: 'open' };
const ABSENT: Finding = { state: 'absent' };

/** Of these nothing is evaluated: what depends on a value cannot be said without one. */
const UNREAD = ['if', 'then', 'else', 'dependentSchemas', '$dynamicRef', '$recursiveRef', 'not'];

/**
 * Looks a field up in the JSON Schema of a server, which is hostile data: nothing is fetched, no pattern is compiled, and what refers to
 * itself or to too much is unknown.
 */
export function findField(root: Value | undefined, path: readonly string[]): Finding {
  let left = MOST_STEPS;

  const find = (schema: Value | undefined, at: number, depth: number): Finding => {
    left -= 1;
    if (left < 0 || depth > DEEPEST || !isMap(schema)) return UNKNOWN;
    const parts = [own(schema, at, depth)];
    const reference = schema.get('$ref');
    if (reference !== undefined) parts.push(find(follow(root, reference), at, depth + 1));
    const all = schema.get('allOf');
    if (isList(all)) for (const part of all) parts.push(find(part, at, depth + 1));
    for (const key of ['anyOf', 'oneOf']) {
      const some = schema.get(key);
      if (isList(some)) parts.push(either(some.map((part) => find(part, at, depth + 1))));
    }
    if (UNREAD.some((key) => schema.has(key))) parts.push(UNKNOWN);
    return left < 0 ? UNKNOWN : both(parts);
  };

  const own = (schema: ValueMap, at: number, depth: number): Finding => {
    const key = path[at];
    if (key === undefined) {
      const types = typesOf(schema);
      return { state: 'present', ...(types && { types }) };
    }
    const properties = schema.get('properties');
    if (isMap(properties) && properties.has(key)) return find(properties.get(key), at + 1, depth + 1);
    const items = schema.get('items');
    if (/^\d+$/.test(key) && (isMap(items) || schema.has('prefixItems'))) {
      return schema.has('prefixItems') ? UNKNOWN : find(items, at + 1, depth + 1);
    }
    const more = schema.get('additionalProperties');
    if (schema.has('patternProperties') || more === true || isMap(more)) return UNKNOWN;
    return isMap(properties) || more === false ? ABSENT : OPEN;
  };

  const found = find(root, 0, 0);
  return found.state === 'open' ? UNKNOWN : found;
}

/** All of them describe the same value. */
function both(parts: readonly Finding[]): Finding {
  const present = parts.filter(({ state }) => state === 'present');
  if (present.length > 0) return present.find(({ types }) => types !== undefined) ?? (present[0] as Finding);
  return ['unknown', 'absent'].flatMap((state) => parts.find((part) => part.state === state) ?? [])[0] ?? OPEN;
}

/** One of them describes it. */
function either(parts: readonly Finding[]): Finding {
  const present = parts.filter(({ state }) => state === 'present');
  const types = present.flatMap((part) => part.types ?? []);
  const isKnown = parts.every((part) => part.state !== 'unknown' && (part.state !== 'present' || part.types));
  if (present.length > 0) return { state: 'present', ...(isKnown && { types }) };
  if (parts.every(({ state }) => state === 'open')) return OPEN;
  return parts.every(({ state }) => state === 'absent') ? ABSENT : UNKNOWN;
}

function typesOf(schema: ValueMap): readonly string[] | undefined {
  const type = schema.get('type');
  if (typeof type === 'string') return [type];
  if (isList(type)) return type.every((one) => typeof one === 'string') ? (type as readonly string[]) : undefined;
  const values = schema.has('const') ? [schema.get('const')] : schema.get('enum');
  if (!Array.isArray(values)) return undefined;
  const types = (values as readonly Value[]).map(typeOf);
  return types.includes('') ? undefined : types;
}

function typeOf(value: Value): string {
  if (value === null) return 'null';
  if (isMap(value)) return 'object';
  if (isList(value)) return 'array';
  return typeof value === 'object' ? '' : typeof value;
}

/** A reference inside of the same schema, `#/$defs/amount`. Others are never followed. */
function follow(root: Value | undefined, reference: Value): Value | undefined {
  if (reference === '#') return root;
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return undefined;
  let found = root;
  for (const step of reference.slice(2).split('/', DEEPEST)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (isMap(found)) found = found.get(key);
    else if (isList(found) && /^\d{1,9}$/.test(key)) found = found[Number(key)];
    else return undefined;
  }
  return found;
}
