import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { open, spent, take, temporaryFolder } from './tools/stores.js';

const Database = createRequire(import.meta.url)('better-sqlite3');
const folder = temporaryFolder();
const key = { policy: 'p', key: 'k', scope: 'agent:a' };

/** Holds the file as another program would. */
function hold(path: string): () => void {
  const db = new Database(path);
  db.exec('BEGIN EXCLUSIVE');
  return () => void db.close();
}

test('R31 a file that others hold: reading works, the rest is busy after the patience, and works again', async () => {
  const path = join(folder, 'held.db');
  const usage = await open(path, 150);
  const held = await take(usage, key, 5n, 1);
  const letGo = hold(path);
  expect(await spent(usage, key, 1)).toBe(5n);
  const attempts = [take(usage, key, 1n, 1), usage.release(held), take(usage, key, 1n, 1)];
  for (const one of await Promise.allSettled(attempts)) expect(one).toMatchObject({ reason: { code: 'busy' } });
  letGo();
  expect(await spent(usage, key, 1)).toBe(5n);
  await usage.release(held);
  expect(await spent(usage, key, 1)).toBe(0n);
  // Nobody waits any more, so it answers at once.
  expect(usage.read([key], 1)).not.toBeInstanceOf(Promise);
});

test('those who wait come in their order, and nobody overtakes them', async () => {
  const path = join(folder, 'queue.db');
  const usage = await open(path, 5000);
  const letGo = hold(path);
  const keys = [1, 2, 3].map((n) => ({ ...key, scope: `agent:${n}` }));
  const snapshot = await usage.read(keys, 1);
  const order: string[] = [];
  const waiting = keys.map(async (one) => {
    await usage.reserve(snapshot, [{ key: one, amount: 1n }], 1);
    order.push(one.scope);
  });
  letGo();
  const late = Promise.resolve(usage.read(keys, 1)).then((view) => {
    order.push('late');
    return keys.map((one) => view.spent(one));
  });
  await Promise.all(waiting);
  // The second and the third were read before the first was reserved.
  expect(await late).toEqual([1n, 0n, 0n]);
  expect(order).toEqual(['agent:1', 'agent:2', 'agent:3', 'late']);
});

test('who waits when the store is closed is told so', async () => {
  const path = join(folder, 'closed.db');
  const usage = await open(path, 5000);
  const letGo = hold(path);
  const waiting = usage.reserve(await usage.read([key], 1), [{ key, amount: 1n }], 1);
  expect(waiting).toBeInstanceOf(Promise);
  const told = expect(waiting).rejects.toMatchObject({ code: 'closed' });
  usage.close();
  await told;
  letGo();
});
