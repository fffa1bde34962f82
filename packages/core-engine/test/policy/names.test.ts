import { expect, test } from 'vitest';
import { handleCall } from '../../src/index.js';
import { compilePolicy } from '../../src/policy/compile.js';
import { decide } from '../../src/policy/decide.js';
import { checkNames } from '../../src/policy/names.js';
import type { Policy } from '../../src/policy/policy.js';
import { asked, call, gateway, parse, open as unwithdrawn, upstream } from '../call/harness.js';
import { question } from './support.js';

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

test.each([2, 9])('%i policies of which two have one name decide nothing', async (count) => {
  const open = 'version: 1\ndefault: allow\n';
  const apart = await Promise.all(Array.from({ length: count }, (_, index) => compiled(`p${index}.yaml`, open)));
  expect(decide(apart, question({ tool: 't' })).effect).toBe('allow');
  const twins = [...apart.slice(1), await compiled('p1.yaml', open)];
  expect(() => decide(twins, question({ tool: 't' }))).toThrow(new RangeError('two policies are named "p1"'));
});

test('a call under two policies of one name is refused as a fault', async () => {
  const open = 'version: 1\ndefault: allow\n';
  const { gate } = gateway([await compiled('p.yaml', open), await compiled('p.yaml', open)]);
  const { arrived, forward } = upstream();
  const reply = await handleCall(call(asked), gate, forward, unwithdrawn);
  expect(parse(reply).error.data).toMatchObject({ code: 'OSTIARY_FAULT' });
  expect(arrived).toEqual([]);
});
