import { expect, test } from 'vitest';
import { compilePolicy } from '../../src/policy/compile.js';
import { checkNames } from '../../src/policy/names.js';
import type { Policy } from '../../src/policy/policy.js';

async function compiled(file: string | undefined, text: string, name?: string): Promise<Policy> {
  const result = await compilePolicy({
    text,
    ...(file !== undefined && { file }),
    ...(name !== undefined && { name }),
  });
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return result.policy;
}

const UNNAMED = 'version: 1\ndefault: deny\n';

test('a name is the one in the file, else the given one, else the stem', async () => {
  const named = `${UNNAMED}name: inner\n`;
  expect((await compiled('a/b.yaml', named, 'given')).name).toBe('inner');
  expect((await compiled('a/b.yaml', UNNAMED, 'given')).name).toBe('given');
  expect((await compiled('a/b.team.yaml', UNNAMED)).name).toBe('b.team');
  expect((await compiled('.hidden', UNNAMED)).name).toBe('.hidden');
  expect((await compiled('a/b', UNNAMED)).name).toBe('b');
  expect((await compiled(undefined, UNNAMED)).name).toBe('policy');
});

test('a stem that could break a line is no name', async () => {
  const result = await compilePolicy({ text: UNNAMED, file: 'a\nb.yaml' });
  expect(result.problems.map(({ message }) => message)).toEqual(['"name" must not hold control characters']);
});

test('no two policies of one name', async () => {
  const policies = [
    await compiled('one.yaml', `${UNNAMED}name: same\n`),
    await compiled('two.yaml', UNNAMED),
    await compiled('three.yaml', `${UNNAMED}name: same\n`),
    await compiled('sub/two.yaml', UNNAMED),
  ];
  expect(checkNames(policies.slice(0, 2))).toEqual([]);
  const taken = (name: string, by: string) =>
    `a policy named "${name}" is already given by "${by}": give this one a "name" of its own`;
  expect(checkNames(policies)).toEqual([
    { file: 'three.yaml', line: 3, column: 7, severity: 'error', message: taken('same', 'one.yaml') },
    { file: 'sub/two.yaml', line: 1, column: 1, severity: 'error', message: taken('two', 'two.yaml') },
  ]);
});
