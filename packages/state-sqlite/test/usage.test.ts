import { describe, expect, test } from 'vitest';
import { day, spent, stores, take, temporaryFolder } from './tools/stores.js';

const ever = { policy: 'p', key: 'k', scope: 'agent:a' };
const hour = { ...ever, window: 1000 };

describe.each(stores(temporaryFolder()))('%s', (_, create) => {
  test('what is reserved is spent until it is released, and releasing twice is releasing once', async () => {
    const usage = await create();
    const first = await take(usage, ever, 100n, 1);
    await take(usage, ever, 30n, 2);
    expect(await spent(usage, ever, 3)).toBe(130n);
    await usage.release(first);
    await usage.release(first);
    expect(await spent(usage, ever, 3)).toBe(30n);
  });

  test('a window slides: what was reserved at t counts until t + window', async () => {
    const usage = await create();
    await take(usage, hour, 5n, 1000);
    await take(usage, hour, 7n, 1600);
    expect(await spent(usage, hour, 1999)).toBe(12n);
    expect(await spent(usage, hour, 2000)).toBe(7n);
    expect(await spent(usage, hour, 2600)).toBe(0n);
    expect(await spent(usage, { ...hour, window: 300 }, 1700)).toBe(7n);
  });

  test('keys, scopes and policies are apart', async () => {
    const usage = await create();
    await take(usage, ever, 5n, 1);
    for (const other of [{ policy: 'q' }, { key: '__proto__' }, { scope: 'session:a' }, { scope: '' }])
      expect(await spent(usage, { ...ever, ...other }, 1)).toBe(0n);
    await take(usage, hour, 7n, 1);
    await take(usage, { ...hour, scope: 'agent:b' }, 1n, 1);
    expect([await spent(usage, ever, 1), await spent(usage, hour, 1)]).toEqual([5n, 7n]);
  });

  test('taking nothing changes nothing', async () => {
    const usage = await create();
    const before = await usage.read([hour], 1);
    await take(usage, hour, 0n, 1);
    expect(await usage.reserve(before, [{ key: hour, amount: 1n }], 1)).toBeDefined();
  });

  test('a time that is none and a hold of another store are errors', async () => {
    const usage = await create();
    const snapshot = await usage.read([ever], 1);
    await expect(async () => usage.read([ever], Number.NaN)).rejects.toThrow('a time');
    await expect(async () => usage.reserve(snapshot, [{ key: ever, amount: 1n }], 0.5)).rejects.toThrow('a time');
    await expect(async () => usage.release({ id: '1' })).rejects.toThrow('not made here');
  });

  test('one counter through several windows, and without one', async () => {
    const usage = await create();
    const keys = [ever, hour];
    await usage.reserve(await usage.read(keys, 10), [{ key: ever, amount: 5n, keep: 1000 }], 10);
    expect([await spent(usage, ever, 500), await spent(usage, hour, 500)]).toEqual([5n, 5n]);
    expect([await spent(usage, ever, 1500), await spent(usage, hour, 1500)]).toEqual([5n, 0n]);
  });

  test('what is over is forgotten, not a millisecond earlier, and what counts ever never', async () => {
    const usage = await create();
    const other = { ...hour, scope: 'agent:b' };
    await take(usage, ever, 3n, 0);
    await take(usage, hour, 5n, 0);
    await take(usage, other, 1n, 999);
    expect(await spent(usage, hour, 999)).toBe(5n);
    await take(usage, other, 1n, 5000);
    expect([await spent(usage, hour, 5000), await spent(usage, ever, 5000)]).toEqual([0n, 3n]);
  });

  test('what counts for long is not forgotten with what counts for less', async () => {
    const usage = await create();
    await take(usage, hour, 5n, 0);
    await take(usage, { ...hour, window: 100 }, 1n, 10);
    await take(usage, { ...hour, scope: 'agent:b' }, 1n, 500);
    expect(await spent(usage, hour, 500)).toBeGreaterThanOrEqual(5n);
  });

  test('a counter that was forgotten is another one', async () => {
    const usage = await create();
    await take(usage, hour, 5n, 0);
    const early = await usage.read([hour], 0);
    await take(usage, hour, 9n, 2000);
    expect(await usage.reserve(early, [{ key: hour, amount: 1n }], 2000)).toBeUndefined();
  });

  test('what changed since it was read holds nothing, of all that was read', async () => {
    const usage = await create();
    const other = { ...ever, scope: 'global' };
    const early = await usage.read([ever, other], 1);
    const hold = await take(usage, other, 1n, 1);
    expect(await usage.reserve(early, [{ key: ever, amount: 1n }], 1)).toBeUndefined();
    expect(await spent(usage, ever, 1)).toBe(0n);
    const second = await usage.read([ever, other], 1);
    await usage.release(hold);
    expect(await usage.reserve(second, [{ key: ever, amount: 1n }], 1)).toBeUndefined();
    const changed = await usage.read([other], 1);
    await take(usage, other, 1n, 1);
    expect(await usage.reserve(changed, [{ key: other, amount: 1n }], 1)).toBeUndefined();
    // What is a stranger's does not matter.
    const third = await usage.read([ever], 1);
    await take(usage, other, 1n, 1);
    expect(await usage.reserve(third, [{ key: ever, amount: 1n }], 1)).toBeDefined();
  });

  test('what was not read can neither be asked for nor reserved', async () => {
    const usage = await create();
    const snapshot = await usage.read([ever], 1);
    expect(() => snapshot.spent(hour)).toThrow('not read');
    const stranger = { key: { ...ever, key: 'other' }, amount: 1n };
    await expect(async () => usage.reserve(snapshot, [stranger], 1)).rejects.toThrow('not read');
    expect(await spent(usage, stranger.key, 1)).toBe(0n);
  });

  test('what is released leaves its window at once', async () => {
    const usage = await create();
    const hold = await take(usage, hour, 5n, 10);
    await take(usage, hour, 7n, 10);
    await usage.release(hold);
    expect(await spent(usage, hour, 10)).toBe(7n);
  });

  test('a snapshot does not move', async () => {
    const usage = await create();
    const early = await usage.read([ever], 1);
    await take(usage, ever, 9n, 1);
    expect(early.spent(ever)).toBe(0n);
  });

  test('all or nothing, and several amounts of one counter add up', async () => {
    const usage = await create();
    const other = { ...ever, key: 'other' };
    const keys = [ever, other];
    const both = [
      { key: ever, amount: 1n },
      { key: ever, amount: 2n },
      { key: other, amount: 4n },
    ];
    const hold = await usage.reserve(await usage.read(keys, 1), both, 1);
    expect([await spent(usage, ever, 1), await spent(usage, other, 1)]).toEqual([3n, 4n]);
    if (hold) await usage.release(hold);
    expect([await spent(usage, ever, 1), await spent(usage, other, 1)]).toEqual([0n, 0n]);
    const snapshot = await usage.read(keys, 1);
    const wrong = [...both, { key: other, amount: -1n }];
    await expect(async () => usage.reserve(snapshot, wrong, 1)).rejects.toThrow('amount');
    expect([await spent(usage, ever, 1), await spent(usage, other, 1)]).toEqual([0n, 0n]);
  });

  test('a clock that is set back counts what lies ahead of it', async () => {
    const usage = await create();
    await take(usage, hour, 5n, 10_000);
    expect(await spent(usage, hour, 100)).toBe(5n);
    await take(usage, hour, 1n, 0);
    await take(usage, { ...hour, scope: 'agent:b' }, 1n, 2000);
    // Time for windows never goes back, so the second counts from 10,000 too.
    expect(await spent(usage, hour, 2500)).toBe(6n);
    expect(await spent(usage, hour, 11_000)).toBe(0n);
  });

  test('nothing is reserved earlier than it was read', async () => {
    const usage = await create();
    await take(usage, hour, 5n, 0);
    const snapshot = await usage.read([hour], 1000); // the first has left
    await usage.reserve(snapshot, [{ key: hour, amount: 5n }], 900); // the clock went back
    expect(await spent(usage, hour, 1950)).toBe(5n);
  });

  test('a session that still asks keeps what it spent, one that does not is forgotten', async () => {
    const usage = await create();
    const [busy, gone] = [1, 2].map((n) => ({ ...ever, scope: `session:${n}` }));
    if (!busy || !gone) throw new Error('two of them');
    await take(usage, busy, 5n, 0);
    const late = await take(usage, gone, 5n, 0);
    for (let at = 0; at <= 20 * day; at += 3 * day) {
      await take(usage, hour, 1n, at);
      expect(await spent(usage, busy, at)).toBe(5n);
    }
    for (let n = 0; n < 1100; n += 1) await take(usage, { ...hour, scope: `agent:${n}` }, 1n, 20 * day);
    expect(await spent(usage, busy, 20 * day)).toBe(5n);
    expect(await spent(usage, gone, 20 * day)).toBe(0n);
    await take(usage, gone, 3n, 20 * day);
    await usage.release(late); // too late: nothing of it is left
    expect(await spent(usage, gone, 20 * day)).toBe(3n);
  });
});
