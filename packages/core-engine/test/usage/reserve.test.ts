import { expect, test } from 'vitest';
import { createMemoryUsage } from '../../src/usage/memory.js';
import { reserveFor } from '../../src/usage/reserve.js';
import type { Usage, UsageView } from '../../src/usage/usage.js';

const key = { policy: 'p', key: 'k', scope: 'global' };

/** Takes 100 where 2,000 are not spent. */
function decideWith(view: UsageView) {
  return { reservations: view.spent(key) + 100n <= 2000n ? [{ key, amount: 100n }] : [] };
}

/** A store whose answers take their time, so that others come between. */
function slow(usage: Usage): Usage {
  const later = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    read: (keys, now) => later().then(() => usage.read(keys, now)),
    reserve: (snapshot, reservations, now) => later().then(() => usage.reserve(snapshot, reservations, now)),
    release: (hold) => later().then(() => usage.release(hold)),
  };
}

test.each([
  ['at once', (usage: Usage) => usage],
  ['with time', slow],
])('S33 of 50 parallel reservations of 100 against 2,000 exactly 20 hold, 200 times (%s)', async (_, speed) => {
  for (let run = 0; run < 200; run += 1) {
    const usage = speed(createMemoryUsage());
    const all = await Promise.all(Array.from({ length: 50 }, () => reserveFor(usage, [key], run, decideWith)));
    expect(all.filter((one) => one?.hold).length).toBe(20);
    expect((await usage.read([key], run)).spent(key)).toBe(2000n);
  }
});

test('a store that never agrees ends in nothing, not in a decision', async () => {
  let decided = 0;
  const usage: Usage = { ...createMemoryUsage(), reserve: () => undefined };
  const reserved = await reserveFor(usage, [key], 0, (view) => {
    decided += 1;
    return decideWith(view);
  });
  expect(reserved).toBeUndefined();
  expect(decided).toBe(1000);
});

test('a store that fails is a fault', async () => {
  const broken = () => {
    throw new Error('no store');
  };
  const rejecting = () => Promise.reject(new Error('no store'));
  for (const fail of [broken, rejecting]) {
    await expect(reserveFor({ ...createMemoryUsage(), read: fail }, [key], 0, decideWith)).rejects.toThrow('no store');
    await expect(reserveFor({ ...createMemoryUsage(), reserve: fail }, [key], 0, decideWith)).rejects.toThrow(
      'no store',
    );
  }
});

test('where nothing is to be read the store is not asked, and nothing can be reserved', async () => {
  const asked: Usage = { ...createMemoryUsage(), read: () => Promise.reject(new Error('asked')) };
  const none = { effect: 'allow', reservations: [] };
  expect(await reserveFor(asked, [], 0, () => none)).toEqual({ decided: none });
  await expect(reserveFor(asked, [], 0, () => ({ reservations: [{ key, amount: 1n }] }))).rejects.toThrow(RangeError);
  await expect(reserveFor(asked, [], 0, decideWith)).rejects.toThrow(RangeError);
});

test('a decision that needs nothing holds nothing', async () => {
  const usage = createMemoryUsage();
  expect(await reserveFor(usage, [key], 0, () => ({ reservations: [] }))).toEqual({ decided: { reservations: [] } });
  expect((await usage.read([key], 0)).spent(key)).toBe(0n);
});
