import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { mostAmount } from '../../src/usage/amount.js';
import { Counter } from '../../src/usage/counter.js';
import { createMemoryUsage } from '../../src/usage/memory.js';
import type { Usage, UsageKey, UsageSnapshot } from '../../src/usage/usage.js';

// What holds for every store is tested in packages/state-sqlite/test, for this one too.

const key: UsageKey = { policy: 'p', key: 'k', scope: 'agent:a', window: 1000 };
const day = 24 * 60 * 60 * 1000;

const readNow = (usage: Usage, keys: readonly UsageKey[], now: number) => usage.read(keys, now) as UsageSnapshot;

function take(usage: Usage, one: UsageKey, amount: bigint, now: number) {
  return usage.reserve(readNow(usage, [one], now), [{ key: one, amount }], now);
}

test('it answers at once', () => {
  const usage = createMemoryUsage();
  expect(take(usage, key, 5n, 1)).toHaveProperty('id');
  expect(readNow(usage, [key], 1).spent(key)).toBe(5n);
});

test.each([
  ['a time that is none', (usage: Usage) => usage.read([key], Number.NaN)],
  ['a part of a millisecond', (usage: Usage) => usage.read([key], 0.5)],
  ['a time before 1970', (usage: Usage) => usage.read([key], -1)],
  ['an empty window', (usage: Usage) => usage.read([{ ...key, window: 0 }], 0)],
  ['an endless window', (usage: Usage) => usage.read([{ ...key, window: Infinity }], 0)],
  ['a negative amount', (usage: Usage) => take(usage, key, -1n, 0)],
  ['an amount over the most', (usage: Usage) => take(usage, key, mostAmount + 1n, 0)],
  ['a key that was not read', (usage: Usage) => readNow(usage, [], 0).spent(key)],
  ['another window than was read', (usage: Usage) => readNow(usage, [key], 0).spent({ ...key, window: 999 })],
  ['what was not read', (usage: Usage) => usage.reserve(readNow(usage, [], 0), [{ key, amount: 1n }], 0)],
  ['a strange hold', (usage: Usage) => usage.release({ id: '1' })],
])('%s is an error, and nothing is spent', (_, attempt) => {
  const usage = createMemoryUsage();
  expect(() => attempt(usage)).toThrow(RangeError);
  expect(readNow(usage, [key], 0).spent(key)).toBe(0n);
});

test('what no window asks for is forgotten, and so is a session that asks no more', () => {
  const windowed = new Counter(0, false);
  windowed.add({ key, amount: 1n }, 0);
  expect([windowed.prune(999), windowed.prune(1000)]).toEqual([false, true]);

  const ever = { ...key, window: undefined } as unknown as UsageKey;
  const lasting = new Counter(0, false);
  lasting.add({ key: ever, amount: 1n }, 0);
  expect(lasting.prune(1e15)).toBe(false);

  const session = new Counter(0, true);
  session.add({ key: ever, amount: 1n }, 0);
  session.asked(day);
  expect([session.prune(8 * day - 1), session.prune(8 * day)]).toEqual([false, true]);
});

test('a hundred thousand agents and sessions do not stay', () => {
  setFlagsFromString('--expose-gc');
  const heap = (): number => {
    runInNewContext('gc()');
    return process.memoryUsage().heapUsed / 2 ** 20;
  };
  const usage = createMemoryUsage();
  const before = heap();
  for (let n = 0; n < 100_000; n += 1) {
    const one = n % 2 ? { ...key, scope: `agent:${n}` } : { policy: 'p', key: 'k', scope: `session:${n}` };
    take(usage, one, 1n, n * 600_000);
  }
  const after = heap();
  expect(readNow(usage, [key], 1e14).spent(key)).toBe(0n);
  // All of them would be some 40 MiB; of the last week there are 504.
  expect(after - before).toBeLessThan(4);
});
