// The state as a library. Copied into a folder where it and the engine are installed, and run there, twice.
import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { reserveFor } from '@ostiary/core-engine';
import { openSqliteUsage } from '@ostiary/state-sqlite';

const before = existsSync('usage.db') ? 100n : 0n;
const key = { policy: 'p', key: 'k', scope: 'global' };
const usage = await openSqliteUsage({ path: 'usage.db' });
const reserved = await reserveFor(usage, [key], Date.now(), (view) => {
  assert.equal(view.spent(key), before);
  return { reservations: [{ key, amount: 100n }] };
});
assert.ok(reserved.hold);
usage.close();
assert.equal(statSync('usage.db').mode & 0o777, 0o600);
const { version } = createRequire(import.meta.url)('better-sqlite3/package.json');
console.log(`${before} was spent, and 100 more is now (better-sqlite3 ${version})`);
