import { describe, expect, test } from 'vitest';
import { caseFiles, mistakesOf } from './support.js';

interface Case {
  name: string;
  text: string;
  problems: string[];
}

const files = caseFiles<Case[]>('errors-').filter(({ file }) => file !== 'errors-words.yaml');
const cases = files.flatMap(({ file, content }) => content.map((one) => ({ file, ...one })));

test.each(cases)('$file: $name', async ({ text, problems }) => {
  const found = await mistakesOf(text);
  // Where the expected line is only the start of the found one, the found one is cut to it.
  expect(found.map((line, index) => line.slice(0, problems[index]?.length))).toEqual(problems);
});

describe('S35: words that YAML 1.1 reads as something else', () => {
  const words = caseFiles<{ other: string[]; text: string[] }>('errors-words')[0]?.content ?? { other: [], text: [] };
  const policy = (word: string) => `version: 1\ndefault: deny\nrules:\n  - { id: a, effect: deny, roles: [${word}] }\n`;

  test.each(words.other)('%s must be quoted', async (word) => {
    expect(await mistakesOf(policy(word))).toEqual([
      `4:36 an entry of "roles" must be text: quote it, because ${word} without quotes is not text in YAML 1.1`,
    ]);
    for (const quoted of [`"${word}"`, `'${word}'`, `!!str ${word}`])
      expect(await mistakesOf(policy(quoted))).toEqual([]);
  });

  test.each(words.text)('%s is text', async (word) => {
    expect(await mistakesOf(policy(word))).toEqual([]);
  });

  test.each(['id', 'code', 'reason', 'hint', 'description'])('%s of a rule', async (key) => {
    const rest = key === 'id' ? 'effect: deny' : 'id: a, effect: deny';
    const found = await mistakesOf(`version: 1\ndefault: deny\nrules: [{ ${key}: off, ${rest} }]\n`);
    expect(found).toEqual([
      `3:${13 + key.length} "${key}" must be text: quote it, because off without quotes is not text in YAML 1.1`,
    ]);
  });

  test('the name of a policy, a match and a category', async () => {
    const found = await mistakesOf('version: 1\ndefault: deny\nname: no\ntools: [{ match: 1.0, categories: [on] }]\n');
    expect(found.map((line) => line.split(' ')[0])).toEqual(['3:7', '4:18', '4:36']);
  });
});
