import { describe, expect, test } from 'vitest';
import { compilePolicy } from '../../src/policy/compile.js';
import { decide } from '../../src/policy/decide.js';
import { question } from './support.js';

async function mistakesOf(value: unknown): Promise<string[]> {
  const { problems } = await compilePolicy({ value, name: 'given' });
  expect(problems.filter(({ file, line, column }) => file !== 'given' || line !== 0 || column !== 0)).toEqual([]);
  return problems.map(({ message }) => message);
}

const good = { version: 1, default: 'deny', rules: [{ id: 'a', effect: 'allow', tools: ['x'] }] };

test('an object is a policy too', async () => {
  const compiled = await compilePolicy({ value: good, name: 'given' });
  expect(compiled.ok && [compiled.policy.name, compiled.policy.rules]).toEqual(['given', 1]);
  expect(compiled.ok && decide([compiled.policy], question({ tool: 'x' })).effect).toBe('allow');
});

test('mistakes have a path', async () => {
  expect(
    await mistakesOf({ version: '1', rules: [{ id: 5, effect: 'no', tool: [], tools: [null, ''], 'a b': 1 }] }),
  ).toEqual([
    'missing key "default": write deny, approve, allow or abstain: this policy\'s vote where no rule decides',
    'version: "version" must be 1, without quotes: there is no other version of the language',
    'rules[0]: unknown key "tool" (did you mean "tools"?)',
    'rules[0]: unknown key "a b"',
    'rules[0].id: "id" must be text: quote it, because 5 without quotes is not text in YAML 1.1',
    'rules[0].effect: "effect" must be one of allow, deny, approve, redact, not "no"',
    'rules[0].tools[0]: an entry of "tools" must be text: quote it, because null without quotes is not text in YAML 1.1',
    'rules[0].tools[1]: an empty glob matches nothing: remove it, or write "*" for everything',
  ]);
  expect(await mistakesOf({ ...good, rules: [...good.rules, ...good.rules] })).toEqual([
    'rules[1].id: another rule has the id "a": at rules[0].id',
  ]);
});

test.each([undefined, null, 1, 'version: 1', true, [], () => good, 1n, Symbol('p')])('no policy: %s', async (value) => {
  expect(await mistakesOf(value)).toHaveLength(1);
});

describe('hostile objects', () => {
  test('no getter runs', async () => {
    let ran = 0;
    const trap = { enumerable: true, get: () => (ran += 1) };
    expect(await mistakesOf(Object.defineProperty({ ...good }, 'name', trap))).toEqual([
      'name: a policy holds data only, and this is a getter or setter',
    ]);
    expect(await mistakesOf({ ...good, rules: Object.defineProperty([], 0, trap) })).toEqual([
      'rules[0]: a policy holds data only, and this is a getter or setter',
    ]);
    expect(ran).toBe(0);
  });

  test('nothing inherited is seen', async () => {
    expect(await mistakesOf(Object.create(good))).toEqual([
      'a policy holds plain objects only, and this one is of a class',
    ]);
    expect(await mistakesOf(Object.assign(Object.create(null), good))).toEqual([]);
    expect(await mistakesOf(JSON.parse('{"version":1,"default":"deny","__proto__":{"default":"allow"}}'))).toEqual([
      'unknown key "__proto__"',
    ]);
    expect(await mistakesOf({ ...good, rules: [new Date(), new Map(), /x/, new (class Rule {})()] })).toHaveLength(4);
  });

  test('only enumerable members are seen, and no symbols', async () => {
    expect(await mistakesOf(Object.defineProperty({ ...good }, 'hidden', { value: 1, enumerable: false }))).toEqual([]);
    expect(await mistakesOf({ ...good, [Symbol('s')]: 1 })).toEqual(['a policy has no symbols as keys']);
  });

  test('cycles and depth', async () => {
    const cycle = { ...good, name: {} };
    cycle.name = cycle;
    expect((await mistakesOf(cycle))[0]).toMatch(/nested too deep: a policy has at most 32 levels$/);
    const deep = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`);
    expect((await mistakesOf({ ...good, name: deep }))[0]).toMatch(/nested too deep/);
  });

  test('shared parts that multiply', async () => {
    let bomb: unknown[] = ['x'];
    for (let level = 0; level < 25; level++) bomb = Array(10).fill(bomb);
    expect(await mistakesOf({ ...good, tools: bomb })).toEqual([
      expect.stringMatching(/: a policy has at most 1000000 values$/),
    ]);
  });

  test('holes, huge arrays, undefined and functions', async () => {
    expect(await mistakesOf({ ...good, rules: new Array(2) })).toHaveLength(2);
    expect(await mistakesOf({ ...good, rules: new Array(4_000_000_000) })).toEqual([
      'rules: a policy has at most 1000000 values',
    ]);
    expect(await mistakesOf({ ...good, name: undefined })).toEqual([
      'name: a policy holds data only, and this is of type undefined',
    ]);
    expect(await mistakesOf({ ...good, name: () => 'x' })).toEqual([
      'name: a policy holds data only, and this is of type function',
    ]);
  });

  test('a proxy that throws', async () => {
    const hostile = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('secret');
        },
      },
    );
    expect(await mistakesOf(hostile)).toEqual(['the object cannot be read: a proxy in it throws']);
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(await mistakesOf(proxy)).toEqual(['the object cannot be read: a proxy in it throws']);
  });

  test('what changes afterwards does not matter', async () => {
    const value = structuredClone(good);
    const compiled = await compilePolicy({ value });
    value.default = 'allow';
    value.rules[0]?.tools.push('y');
    expect(compiled.ok && decide([compiled.policy], question({ tool: 'y' })).effect).toBe('deny');
  });
});
