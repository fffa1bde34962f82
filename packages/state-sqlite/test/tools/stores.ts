import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryUsage, type Hold, type Usage, type UsageKey } from '@ostiary/core-engine';
import { afterAll } from 'vitest';
import { openSqliteUsage, type SqliteUsage } from '../../src/index.js';

export const day: number = 24 * 60 * 60 * 1000;

const opened: SqliteUsage[] = [];

/** A folder that is removed behind the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'state-sqlite-'));
  afterAll(() => {
    for (const usage of opened.splice(0)) usage.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A store in a temporary folder, closed before the folder goes. */
export async function open(path: string, patience = 2000, monotonic?: () => number): Promise<SqliteUsage> {
  const usage = await openSqliteUsage({ path, durability: 'os', patience, ...(monotonic && { monotonic }) });
  opened.push(usage);
  return usage;
}

let files = 0;

/** Both stores, each new and empty. */
export function stores(
  folder: string,
): readonly (readonly [name: string, create: (monotonic?: () => number) => Promise<Usage>])[] {
  return [
    ['memory', async (monotonic) => createMemoryUsage(monotonic)],
    ['SQLite', (monotonic) => open(join(folder, `store-${++files}.db`), 2000, monotonic)],
  ];
}

export async function spent(usage: Usage, key: UsageKey, now: number): Promise<bigint> {
  return (await usage.read([key], now)).spent(key);
}

/** Reads and reserves, with nobody between. */
export async function take(usage: Usage, key: UsageKey, amount: bigint, now: number): Promise<Hold> {
  const hold = await usage.reserve(await usage.read([key], now), [{ key, amount }], now);
  if (hold === undefined) throw new Error('somebody came between');
  return hold;
}
