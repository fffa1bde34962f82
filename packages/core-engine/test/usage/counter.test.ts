import { expect, it } from 'vitest';
import { createMemoryUsage } from '../../src/usage/memory.js';
import type { Hold, UsageKey, UsageSnapshot } from '../../src/usage/usage.js';

const ever: UsageKey = { policy: 'p', key: 'k', scope: 'global' };
const minute: UsageKey = { ...ever, key: 'm', window: 60 };

/** What is spent of one key, and one reservation of it, which must work. */
function open(key: UsageKey) {
  const usage = createMemoryUsage();
  const read = (now: number) => usage.read([key], now) as UsageSnapshot;
  const spent = (now: number) => read(now).spent(key);
  const take = (now: number) => usage.reserve(read(now), [{ key, amount: 1n }], now) as Hold;
  return { usage, read, spent, take };
}

it('counts in a window from the moment itself until just before its end', () => {
  const { spent, take } = open(minute);
  take(0);
  take(30);
  expect([30, 59, 60, 89, 90].map(spent)).toEqual([2n, 2n, 1n, 1n, 0n]);
});

it.each([ever, minute])('takes out once what is given back: %o', (key) => {
  const { usage, spent, take } = open(key);
  const hold = take(0);
  take(0);
  usage.release(hold);
  expect(spent(0)).toBe(1n);
  usage.release(hold);
  expect(spent(0)).toBe(1n);
});

it('reserves against nothing that was read before something was given back', () => {
  const { usage, read, take } = open(ever);
  const hold = take(0);
  const before = read(0);
  usage.release(hold);
  expect(usage.reserve(before, [{ key: ever, amount: 1n }], 0)).toBeUndefined();
  expect(usage.reserve(read(0), [{ key: ever, amount: 1n }], 0)).toBeDefined();
});
