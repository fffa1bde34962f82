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
  ['a reservation at a time that is none', (usage: Usage) => usage.reserve(readNow(usage, [key], 0), [], Number.NaN)],
  ['an empty life', (usage: Usage) => usage.reserve(readNow(usage, [key], 0), [{ key, amount: 1n, keep: 0 }], 0)],
  ['a strange hold', (usage: Usage) => usage.release({ id: '1' })],
])('%s is an error, and nothing is spent', (_, attempt) => {
  const usage = createMemoryUsage();
  expect(() => attempt(usage)).toThrow(RangeError);
  expect(readNow(usage, [key], 0).spent(key)).toBe(0n);
});

test('policies, keys and scopes are apart', () => {
  const usage = createMemoryUsage();
  take(usage, key, 5n, 1);
  for (const other of [{ policy: 'q' }, { key: 'l' }, { scope: 'agent:b' }])
    expect(readNow(usage, [{ ...key, ...other }], 1).spent({ ...key, ...other })).toBe(0n);
});

test('all or nothing, against all that was read', () => {
  const usage = createMemoryUsage();
  const other = { ...key, key: 'other' };
  const both = [key, other].map((one) => ({ key: one, amount: 2n }));
  const early = readNow(usage, [key, other], 1);
  expect(usage.reserve(readNow(usage, [key, other], 1), both, 1)).toBeDefined();
  expect([key, other].map((one) => readNow(usage, [one], 1).spent(one))).toEqual([2n, 2n]);
  const late = readNow(usage, [key, other], 1);
  take(usage, other, 1n, 1);
  for (const snapshot of [early, late]) expect(usage.reserve(snapshot, both.slice(0, 1), 1)).toBeUndefined();
  expect(readNow(usage, [key], 1).spent(key)).toBe(2n);
});

test('taking nothing changes nothing', () => {
  const usage = createMemoryUsage();
  take(usage, key, 1n, 1);
  const before = readNow(usage, [key], 1);
  expect(take(usage, key, 0n, 1)).toBeDefined();
  expect(usage.reserve(before, [{ key, amount: 1n }], 1)).toBeDefined();
});

test('nothing is reserved earlier than it was read', () => {
  const usage = createMemoryUsage();
  usage.reserve(readNow(usage, [key], 1000), [{ key, amount: 5n }], 900);
  expect(readNow(usage, [key], 1950).spent(key)).toBe(5n);
});

test('a window ends where both clocks say so', () => {
  let tick = 0;
  const usage = createMemoryUsage(() => tick);
  const spentAt = (now: number) => readNow(usage, [key], now).spent(key);
  take(usage, key, 5n, 10_000);
  expect(spentAt(1_000_000_000)).toBe(5n);
  tick = 2000;
  expect([spentAt(12_000), spentAt(10_500)]).toEqual([0n, 5n]);
  take(usage, key, 1n, 10_500);
  expect(spentAt(10_500)).toBe(6n);
});

test('one counter for ever and through a window', () => {
  const usage = createMemoryUsage();
  const { window, ...ever } = key;
  usage.reserve(readNow(usage, [ever], 0), [{ key: ever, amount: 5n, keep: window as number }], 0);
  const spentAt = (now: number) => [ever, key].map((one) => readNow(usage, [one], now).spent(one));
  expect([spentAt(999), spentAt(1000)]).toEqual([
    [5n, 5n],
    [5n, 0n],
  ]);
});

test('a session that asks or spends is remembered', () => {
  const usage = createMemoryUsage();
  const [asks, spends] = ['asks', 'spends'].map((name) => ({ policy: 'p', key: 'k', scope: `session:${name}` }));
  if (!asks || !spends) throw new Error('two of them');
  take(usage, asks, 5n, 0);
  for (let at = 0; at <= 20 * day; at += 5 * day) readNow(usage, [asks], at);
  take(usage, spends, 7n, 20 * day);
  for (let n = 0; n < 1100; n += 1) take(usage, { ...key, scope: `agent:${n}` }, 1n, 20 * day);
  expect([asks, spends].map((one) => readNow(usage, [one], 20 * day).spent(one))).toEqual([5n, 7n]);
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
  session.asked(0);
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
