import type { Database, Statement } from './driver.js';

/** The SQL of the store, prepared once for each connection. */
export interface Statements {
  readonly clock: Statement;
  readonly advance: Statement;
  readonly find: Statement;
  readonly sumSince: Statement;
  readonly touch: Statement;
  readonly create: Statement;
  readonly change: Statement;
  readonly enter: Statement;
  readonly giveBack: Statement;
  readonly removeEntry: Statement;
  readonly pruneEntries: Statement;
  readonly pruneCounters: Statement;
}

const prepared = new WeakMap<Database, Statements>();

export function statementsOf(db: Database): Statements {
  const known = prepared.get(db) ?? prepare(db);
  prepared.set(db, known);
  return known;
}

function prepare(db: Database): Statements {
  return {
    clock: db.prepare('SELECT latest FROM clock WHERE id = 1'),
    advance: db.prepare('UPDATE clock SET latest = max(latest, ?) WHERE id = 1'),
    find: db.prepare('SELECT id, version, ever, until FROM counter WHERE policy = ? AND key = ? AND scope = ?'),
    // SQLite reports a sum over 64 bits as an error and never wraps around (sqlite.org/lang_aggfunc.html#sumunc).
    sumSince: db.prepare('SELECT coalesce(sum(amount), 0) AS sum FROM entry WHERE counter = ? AND at > ?'),
    touch: db.prepare('UPDATE counter SET until = max(until, ?) WHERE id = ?'),
    create: db.prepare('INSERT INTO counter (policy, key, scope, version, ever, until) VALUES (?, ?, ?, 0, 0, 0)'),
    change: db.prepare('UPDATE counter SET ever = ?, until = ?, version = version + 1 WHERE id = ?'),
    enter: db.prepare('INSERT INTO entry (counter, at, until, amount) VALUES (?, ?, ?, ?)'),
    giveBack: db.prepare('UPDATE counter SET ever = ever - ?, version = version + 1 WHERE id = ?'),
    removeEntry: db.prepare('DELETE FROM entry WHERE id = ?'),
    // A few at a time, and more than one reservation adds: no call waits for a long clean-up.
    pruneEntries: db.prepare('DELETE FROM entry WHERE id IN (SELECT id FROM entry WHERE until <= ? LIMIT 64)'),
    pruneCounters: db.prepare('DELETE FROM counter WHERE id IN (SELECT id FROM counter WHERE until <= ? LIMIT 64)'),
  };
}
