import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { open, spent, stores, take, temporaryFolder } from './tools/stores.js';

const folder = temporaryFolder();
const ever = { policy: 'p', key: 'k', scope: 'agent:a' };
const second = { ...ever, window: 1000 };

describe.each(stores(folder))('R30: %s', (_, create) => {
  test('a clock that jumps ahead and back: what is spent counts until both clocks say that its window is over', async () => {
    let at = 0;
    const usage = await create(() => at);
    await take(usage, second, 5n, 10_000);
    at = 100.5;
    expect(await spent(usage, second, 1_000_000_000)).toBe(5n);
    await take(usage, second, 7n, 1_000_000_000);
    at = 200;
    // A reservation clears up what windows no longer ask for.
    await take(usage, { ...second, key: 'other' }, 1n, 10_200);
    expect(await spent(usage, second, 10_200)).toBe(12n);
    at = 1000;
    expect(await spent(usage, second, 11_000)).toBe(7n);
    at = 1100;
    expect(await spent(usage, second, 11_099)).toBe(7n);
    expect(await spent(usage, second, 11_100)).toBe(0n);
  });

  test('a clock that is set back stands still, and what is taken meanwhile counts from there', async () => {
    let at = 0;
    const usage = await create(() => at);
    await take(usage, second, 5n, 10_000);
    at = 5000;
    expect(await spent(usage, second, 9_000)).toBe(5n);
    await take(usage, second, 7n, 9_500);
    at = 6600;
    expect([await spent(usage, second, 10_999), await spent(usage, second, 11_000)]).toEqual([12n, 0n]);
  });

  test('with the wall clock alone its jump ends windows once, and does not give them back', async () => {
    const usage = await create();
    await take(usage, second, 5n, 10_000);
    expect(await spent(usage, second, 20_000)).toBe(0n);
    await take(usage, second, 7n, 20_000);
    await take(usage, second, 1n, 10_100);
    expect([await spent(usage, second, 10_200), await spent(usage, second, 20_999)]).toEqual([8n, 8n]);
    expect(await spent(usage, second, 21_000)).toBe(0n);
  });

  test('what was looked at from ahead is not cleared up, and counts again behind it', async () => {
    const usage = await create();
    await take(usage, second, 5n, 10_000);
    expect(await spent(usage, second, 20_000)).toBe(0n);
    await take(usage, { ...second, key: 'other' }, 1n, 10_100);
    expect(await spent(usage, second, 10_200)).toBe(5n);
  });
});

test('R30: the time of a file goes back for none of those who share it, nor over a restart', async () => {
  const path = join(folder, 'shared.db');
  const [one, other] = [await open(path), await open(path, 2000, () => 0)];
  await take(one, second, 5n, 50_000);
  await take(other, second, 3n, 100);
  one.close();
  const again = await open(path);
  expect([await spent(again, second, 50_999), await spent(other, second, 100)]).toEqual([8n, 8n]);
  expect(await spent(again, second, 51_000)).toBe(0n);
});
