import type { Database } from './driver.js';
import { StateError, wordFor } from './error.js';

/** `OSTY`, at offset 68 of the file (sqlite.org/fileformat.html), so that no other program's database is taken for ours. */
const APPLICATION = 0x4f_53_54_59n;

/** Goes up with every change of what is below. */
const VERSION = 1n;

/** Times are milliseconds since 1970, amounts millionths. Ids are never used twice, so that what is forgotten stays so. */
const TABLES: readonly string[] = [
  `CREATE TABLE counter (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  policy TEXT NOT NULL,
  key TEXT NOT NULL,
  scope TEXT NOT NULL,
  version INTEGER NOT NULL,
  ever INTEGER NOT NULL CHECK (ever >= 0),
  until INTEGER,
  UNIQUE (policy, key, scope)
) STRICT`,
  `CREATE TABLE entry (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  counter INTEGER NOT NULL,
  at INTEGER NOT NULL,
  until INTEGER NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0)
) STRICT`,
  // How far the store's time has come: it never goes back, whatever becomes of a clock.
  'CREATE TABLE clock (id INTEGER PRIMARY KEY CHECK (id = 1), latest INTEGER NOT NULL CHECK (latest >= 0)) STRICT',
  'CREATE INDEX counter_until ON counter (until) WHERE until IS NOT NULL',
  'CREATE INDEX entry_at ON entry (counter, at, amount)',
  'CREATE INDEX entry_until ON entry (until)',
];

/** Refuses what is not ours, without changing it. True where the file is empty. */
export function isEmpty(db: Database, path: string): boolean {
  let application: unknown;
  let version: unknown;
  let schema: readonly unknown[];
  try {
    application = db.pragma('application_id', { simple: true });
    version = db.pragma('user_version', { simple: true });
    schema = readSchema(db);
  } catch (cause) {
    if (wordFor(cause) !== 'SQLITE_NOTADB') throw cause;
    throw new StateError('not_a_store', `\`${path}\` is not a database`, { cause });
  }
  if (application === 0n && version === 0n && schema.length === 0) return true;
  if (application !== APPLICATION) throw new StateError('not_a_store', `\`${path}\` is another program's database`);
  if (typeof version === 'bigint' && version > VERSION)
    throw new StateError('newer', `\`${path}\` has version ${version}, and this program knows ${VERSION}`);
  if (version !== VERSION || schema.join(';\n') !== [...TABLES].sort().join(';\n'))
    throw new StateError('broken', `\`${path}\` does not have the tables that it should`);
  return false;
}

/** Call it within a transaction: of several processes that start together, one creates. */
export function createTables(db: Database, path: string): void {
  if (!isEmpty(db, path)) return;
  for (const sql of TABLES) db.exec(sql);
  db.exec('INSERT INTO clock (id, latest) VALUES (1, 0)');
  db.exec(`PRAGMA application_id = ${APPLICATION}; PRAGMA user_version = ${VERSION}`);
}

/** Reads every page once. Damage inside a value shows in nothing but the value. */
export function mustBeWhole(db: Database, path: string): void {
  const said = db.pragma('quick_check(1)', { simple: true });
  if (said !== 'ok') throw new StateError('broken', `\`${path}\` is damaged: ${String(said)}`);
}

function readSchema(db: Database): readonly unknown[] {
  const rows = db
    .prepare(`SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY sql`)
    .all() as { sql: unknown }[];
  return rows.map(({ sql }) => sql);
}
