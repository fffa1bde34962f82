import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Connection } from '../src/connection.js';
import { openSqliteUsage, StateError } from '../src/index.js';
import { open, spent, take, temporaryFolder } from './tools/stores.js';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const key = { policy: 'p', key: 'k', scope: 'agent:a' };
const Database = createRequire(import.meta.url)('better-sqlite3');

/** The code with which it is refused. */
async function refusal(path: string, options = {}): Promise<string> {
  const error = await openSqliteUsage({ path, ...options }).then(
    () => new Error('it was opened'),
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(StateError);
  return error.code;
}

test('it survives a restart, and several stores see one another', async () => {
  const first = await open(at('kept.db'));
  const second = await open(at('kept.db'));
  await take(first, key, 5n, 1);
  await take(second, { ...key, window: 100 }, 7n, 1);
  first.close();
  first.close();
  const third = await open(at('kept.db'));
  expect([await spent(third, key, 1), await spent(second, { ...key, window: 100 }, 1)]).toEqual([5n, 7n]);
  // At once: there is nothing to wait for.
  expect(() => first.read([key], 1)).toThrow(expect.objectContaining({ code: 'closed' }));
});

test.each([
  ['sync', 2n],
  ['os', 1n],
] as const)('durability `%s` is what SQLite is told', (durability, synchronous) => {
  const connection = new Connection(at(`${durability}.db`), durability);
  onTestFinished(() => connection.close());
  expect(connection.open().pragma('synchronous', { simple: true })).toBe(synchronous);
});

test('what is over does not stay in the file', async () => {
  const usage = await open(at('forgotten.db'));
  for (let n = 0; n < 20; n += 1) await take(usage, { ...key, key: `k${n}`, window: 100 }, 1n, n);
  await take(usage, key, 1n, 1000);
  const db = new Database(at('forgotten.db'), { readonly: true });
  onTestFinished(() => void db.close());
  const count = (table: string): number => db.prepare(`SELECT count(*) AS n FROM ${table}`).get().n;
  expect([count('entry'), count('counter')]).toEqual([0, 1]);
});

test('the file and those beside it are for their owner only, whatever the umask', async () => {
  const before = process.umask(0);
  const usage = await open(at('private.db'));
  await take(usage, key, 5n, 1);
  process.umask(before);
  for (const end of ['', '-wal', '-shm']) expect(statSync(at(`private.db${end}`)).mode & 0o777).toBe(0o600);
});

test('what is no file of ours is refused, and not touched', async () => {
  await open(at('target.db'));
  symlinkSync(at('target.db'), at('link.db'));
  symlinkSync(at('nowhere'), at('dangling.db'));
  mkdirSync(at('folder.db'));
  for (const name of ['link.db', 'dangling.db', 'folder.db']) expect(await refusal(at(name)), name).toBe('not_a_file');
  expect(await refusal('/dev/null')).toBe('not_a_file');
  expect(await refusal(at('none/store.db'))).toBe('cannot_open');

  writeFileSync(at('text.db'), 'a diary\n'.repeat(1000));
  const foreign = new Database(at('foreign.db'));
  foreign.exec('CREATE TABLE theirs (a)');
  foreign.close();
  for (const name of ['text.db', 'foreign.db']) {
    const before = readFileSync(at(name));
    expect(await refusal(at(name)), name).toBe('not_a_store');
    expect(readFileSync(at(name))).toEqual(before);
  }
});

test.each([
  ['PRAGMA user_version = 2', 'newer'],
  ['PRAGMA user_version = 0', 'broken'],
  ['PRAGMA application_id = 7', 'not_a_store'],
  ['DROP INDEX entry_at', 'broken'],
  ['CREATE TRIGGER refill AFTER UPDATE ON counter BEGIN UPDATE counter SET ever = 0; END', 'broken'],
])('a store behind `%s` is refused: %s', async (sql, code) => {
  const path = at(`changed-${code}-${sql.length}.db`);
  (await open(path)).close();
  const db = new Database(path);
  db.exec(sql);
  db.close();
  expect(await refusal(path)).toBe(code);
});

test('a store that has lost its time is broken, and nothing is spent in it', async () => {
  const usage = await open(at('timeless.db'));
  const snapshot = await usage.read([key], 1);
  const db = new Database(at('timeless.db'));
  db.exec('DELETE FROM clock');
  db.close();
  await expect(async () => usage.read([key], 1)).rejects.toMatchObject({ code: 'broken' });
  await expect(async () => usage.reserve(snapshot, [{ key, amount: 1n }], 1)).rejects.toMatchObject({ code: 'broken' });
});

test.each(['', ' ', 'a ', 'a\0b'])('%j is no path', async (path) => {
  expect(await refusal(path)).toBe('bad_argument');
});

test('a binary that would end this Node is not loaded, and no file is made', async () => {
  onTestFinished(() => void vi.unstubAllGlobals());
  vi.stubGlobal('process', Object.create(process, { versions: { value: { ...process.versions, napi: '9' } } }));
  expect(await refusal(at('old.db'))).toBe('unsupported');
  expect(existsSync(at('old.db'))).toBe(false);
});

test('damage is found at the start', async () => {
  const path = at('damaged.db');
  const usage = await open(path);
  await take(usage, key, 5n, 1);
  usage.close();
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.fill(0xa5, 4096, 8192));
  expect(await refusal(path)).toBe('broken');
});

test('options are checked', async () => {
  for (const options of [{ durability: 'never' }, { patience: 0 }, { patience: Number.NaN }])
    expect(await refusal(at('options.db'), options)).toBe('bad_argument');
});

test('a name that means something to SQLite is a name', async () => {
  const before = process.cwd();
  process.chdir(folder);
  try {
    for (const name of [':memory:', 'file:uri.db?mode=memory']) {
      const usage = await open(name);
      await take(usage, key, 5n, 1);
      expect(statSync(at(name)).size).toBeGreaterThan(0);
    }
  } finally {
    process.chdir(before);
  }
});

test('a file that is deleted, or replaced, under us refuses everything until it is opened anew', async () => {
  const path = at('moved.db');
  const usage = await open(path);
  const hold = await take(usage, key, 5n, 1);
  renameSync(path, at('away.db'));
  const expectChanged = async () => {
    await expect(async () => usage.read([key], 1)).rejects.toMatchObject({ code: 'changed' });
    await expect(async () => usage.release(hold)).rejects.toMatchObject({ code: 'changed' });
  };
  await expectChanged();
  expect(existsSync(path)).toBe(false);
  copyFileSync(at('away.db'), path);
  chmodSync(path, 0o600);
  await expectChanged();
  rmSync(path);
  renameSync(at('away.db'), path);
  expect(await spent(usage, key, 1)).toBe(5n);
});

test.each([
  ['an amount over a million millions', { amount: 10n ** 18n + 1n }, 'too_large'],
  ['an amount over 64 bits', { amount: 2n ** 63n }, 'too_large'],
  ['a 400-digit amount', { amount: 10n ** 400n }, 'too_large'],
  ['a negative amount', { amount: -1n }, 'bad_argument'],
  ['a number for an amount', { amount: 1 as unknown as bigint }, 'bad_argument'],
  ['an endless time', { amount: 1n, keep: Infinity }, 'bad_argument'],
  ['half a pair', { key: { ...key, scope: '\ud800' } }, 'bad_argument'],
  ['a NUL', { key: { ...key, scope: 'agent:a\0' } }, 'bad_argument'],
])('%s is refused', async (_, more, code) => {
  const usage = await open(at('amounts.db'));
  const one = { key, amount: 1n, ...more };
  await expect(async () => usage.reserve(await usage.read([key], 1), [one], 1)).rejects.toMatchObject({ code });
  expect(await spent(usage, key, 1)).toBe(0n);
});

test.each(['\ud800', 'agent:a\0'])('%j is no scope', async (scope) => {
  const usage = await open(at('scopes.db'));
  await expect(async () => usage.read([{ ...key, scope }], 1)).rejects.toMatchObject({ code: 'bad_argument' });
});

test('a sum that 64 bits do not hold is refused, and stays what it was', async () => {
  const usage = await open(at('sum.db'));
  const most = 10n ** 18n;
  const windowed = { ...key, key: 'w', window: 10 };
  for (let n = 0; n < 9; n += 1) await take(usage, key, most, 1);
  await expect(take(usage, key, most, 1)).rejects.toMatchObject({ code: 'too_large' });
  expect(await spent(usage, key, 1)).toBe(9n * most);
  const other = { ...key, key: 'other' };
  const both = [other, key].map((one) => ({ key: one, amount: most }));
  const snapshot = await usage.read([other, key], 1);
  await expect(async () => usage.reserve(snapshot, both, 1)).rejects.toMatchObject({ code: 'too_large' });
  expect(await spent(usage, other, 1)).toBe(0n);
  for (let n = 0; n < 9; n += 1) await take(usage, windowed, most, 1);
  await take(usage, windowed, most, 1);
  await expect(spent(usage, windowed, 1)).rejects.toMatchObject({ code: 'too_large' });
  expect(await spent(usage, windowed, 11)).toBe(0n);
});
