/** A JSON Schema, as far as ours goes. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

const SAYS_NOTHING = new Set(['$schema', '$defs', 'title', 'description']);

/** Whether a value meets a schema. Throws for a keyword that it does not know, so that nothing in the schema goes untried. */
export function meets(root: Schema, schema: Schema, value: unknown): boolean {
  return Object.entries(schema).every(([keyword, wanted]) => {
    if (SAYS_NOTHING.has(keyword)) return true;
    const check = CHECKS[keyword];
    if (check === undefined) throw new Error(`unknown keyword ${keyword}`);
    return check(wanted as never, value, (part, inner) => meets(root, part, inner), schema, root);
  });
}

/** `#/$defs/name`. */
export function follow(root: Schema, schema: Schema): Schema {
  const name = typeof schema['$ref'] === 'string' ? schema['$ref'].replace('#/$defs/', '') : undefined;
  return name === undefined ? schema : ((root['$defs'] as Record<string, Schema>)[name] as Schema);
}

type Check = (
  wanted: never,
  value: unknown,
  is: (schema: Schema, value: unknown) => boolean,
  schema: Schema,
  root: Schema,
) => boolean;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function typeOf(value: unknown): string[] {
  if (Array.isArray(value)) return ['array'];
  if (value === null) return ['null'];
  return Number.isInteger(value) ? ['number', 'integer'] : [typeof value];
}

const CHECKS: Record<string, Check> = {
  $ref: (_, value, is, schema, root) => is(follow(root, schema), value),
  type: (wanted: string | string[], value) => [wanted].flat().some((one) => typeOf(value).includes(one)),
  const: (wanted, value) => value === wanted,
  enum: (wanted: unknown[], value) => wanted.includes(value),
  pattern: (wanted: string, value) => typeof value !== 'string' || new RegExp(wanted, 'u').test(value),
  minLength: (wanted: number, value) => typeof value !== 'string' || value.length >= wanted,
  minimum: (wanted: number, value) => typeof value !== 'number' || value >= wanted,
  maximum: (wanted: number, value) => typeof value !== 'number' || value <= wanted,
  minItems: (wanted: number, value) => !Array.isArray(value) || value.length >= wanted,
  maxItems: (wanted: number, value) => !Array.isArray(value) || value.length <= wanted,
  minProperties: (wanted: number, value) => !isObject(value) || Object.keys(value).length >= wanted,
  items: (wanted: Schema, value, is) => !Array.isArray(value) || value.every((item) => is(wanted, item)),
  required: (wanted: string[], value) => !isObject(value) || wanted.every((key) => Object.hasOwn(value, key)),
  properties: (wanted: Record<string, Schema>, value, is) =>
    !isObject(value) || Object.entries(wanted).every(([key, one]) => !Object.hasOwn(value, key) || is(one, value[key])),
  propertyNames: (wanted: Schema, value, is) => !isObject(value) || Object.keys(value).every((key) => is(wanted, key)),
  additionalProperties: (wanted: Schema | false, value, is, schema) => {
    const known = Object.keys((schema['properties'] as object | undefined) ?? {});
    const more = isObject(value) ? Object.entries(value).filter(([key]) => !known.includes(key)) : [];
    return more.every(([, one]) => wanted !== false && is(wanted, one));
  },
  anyOf: (wanted: Schema[], value, is) => wanted.some((one) => is(one, value)),
  oneOf: (wanted: Schema[], value, is) => wanted.filter((one) => is(one, value)).length === 1,
};
