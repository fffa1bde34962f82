import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { compilePolicy } from '../../../src/policy/compile.js';
import { caseFiles } from '../support.js';
import { follow, meets, type Schema } from './validate.js';

const file = (path: string): URL => new URL(`../../../${path}`, import.meta.url);
const schema = JSON.parse(readFileSync(file('policy.schema.json'), 'utf8')) as Schema;

type Properties = Record<string, Schema>;
const propertiesOf = (one: Schema): Properties => (one['properties'] ?? {}) as Properties;
const within = (one: Schema, ...keys: string[]): Schema =>
  keys.reduce(
    (found, key) => follow(schema, (key === '[]' ? found['items'] : propertiesOf(found)[key]) as Schema),
    one,
  );
const conditions = (schema['$defs'] as { condition: { oneOf: Schema[] } }).condition.oneOf;

const rule = (more: object) => ({ version: 1, default: 'deny', rules: [{ id: 'a', effect: 'allow', ...more }] });
/** Every mapping of the language: its keys in the schema, and a policy that has one more of them. */
const mappings: [string, Properties, (more: object) => object][] = [
  ['policy', propertiesOf(schema), (more) => ({ version: 1, default: 'deny', ...more })],
  ['on_error', propertiesOf(within(schema, 'on_error')), (more) => ({ version: 1, default: 'deny', on_error: more })],
  ['fact', propertiesOf(within(schema, 'tools', '[]')), (more) => ({ version: 1, default: 'deny', tools: [more] })],
  ['rule', propertiesOf(within(schema, 'rules', '[]')), rule],
  ...['budget', 'rate', 'approval'].map((key): [string, Properties, (more: object) => object] => [
    key,
    propertiesOf(within(schema, 'rules', '[]', key)),
    (more) => rule({ [key]: more }),
  ]),
  ['redact', propertiesOf(within(schema, 'rules', '[]', 'redact', '[]')), (more) => rule({ redact: [more] })],
  ['when', Object.assign({}, ...conditions.map(propertiesOf)) as Properties, (more) => rule({ when: more })],
];

/** Every word that the reader's source has in quotes: whatever it knows is among them. */
const sources = [
  ...readdirSync(file('src/policy/schema/')).map((name) => `src/policy/schema/${name}`),
  ...readdirSync(file('src/condition/structured/')).map((name) => `src/condition/structured/${name}`),
  ...['src/redact/read.ts', 'src/policy/match/facts.ts'],
];
const words = [
  ...new Set(sources.flatMap((path) => readFileSync(file(path), 'utf8').match(/(?<=')[a-z_]+(?=')/g) ?? [])),
  ...['efect', 'Deny', '__proto__', 'toString'],
];

const saysOf = async (value: object): Promise<string> =>
  (await compilePolicy({ value })).problems.map(({ message }) => message).join('\n');

describe('the reader and the schema know the same', () => {
  test('there are words to try', () => expect(words.length).toBeGreaterThan(100));

  test.each(mappings)('keys of %s', async (_, known, policyWith) => {
    for (const word of words) {
      const said = await saysOf(policyWith(Object.fromEntries([[word, null]])));
      expect([word, said.includes(`unknown key "${word}"`)]).toEqual([word, !Object.hasOwn(known, word)]);
    }
  });

  const choices = mappings.flatMap(([name, known, policyWith]) =>
    Object.entries(known).flatMap(([key, one]) => {
      const choice = one['enum'] as string[] | undefined;
      return choice === undefined ? [] : [{ name, key, choice, policyWith }];
    }),
  );
  test('there are choices to try', () => expect(choices.map(({ key }) => key)).toHaveLength(15));

  test.each(choices)('words of $key in $name', async ({ key, choice, policyWith }) => {
    for (const word of words) {
      const more = key === 'op' ? { field: 'a', op: word } : { [key]: word };
      const isRefused = (await saysOf(policyWith(more))).includes(`"${key}" must be one of`);
      expect([word, isRefused]).toEqual([word, !choice.includes(word)]);
    }
  });

  test('both want the same keys', async () => {
    for (const [name, , policyWith] of mappings.filter(([name]) => name !== 'policy' && name !== 'rule')) {
      const isRefused = /missing key|says nothing/.test(await saysOf(policyWith({})));
      const isWanted = !['on_error', 'approval'].includes(name);
      expect([name, isRefused, meets(schema, schema, policyWith({}))]).toEqual([name, isWanted, !isWanted]);
    }
  });
});

describe('what the reader takes the schema takes', () => {
  const page = readFileSync(file('../../docs/policy.md'), 'utf8');
  const packs = readdirSync(file('../../policies/')).filter((name) => name.endsWith('.yaml'));
  const cases = caseFiles<{ rules?: string; text?: string | string[] }[]>('lint-').flatMap(({ content }) => content);
  const texts = [
    ...[...page.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, block = '']) => block),
    ...packs.map((name) => readFileSync(file(`../../policies/${name}`), 'utf8')),
    ...cases.flatMap(({ rules, text }) => text ?? `version: 1\ndefault: deny\nrules:\n${rules}`),
  ];

  test.each(texts)('%#', async (text) => {
    expect((await compilePolicy({ text })).ok).toBe(true);
    expect(meets(schema, schema, parse(text))).toBe(true);
  });
});
