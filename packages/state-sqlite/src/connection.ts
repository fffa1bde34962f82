import { type Database, type DatabaseClass, loadDriver } from './driver.js';
import { explain, StateError, type StateErrorCode } from './error.js';
import { type Identity, isSame, lookAt, makeFile } from './place.js';
import { createTables, isEmpty, mustBeWhole } from './schema.js';

/** SQLite waits this long by itself and holds up the whole process; enough for a commit of another one. Milliseconds. */
const SHORT_WAIT = 10;

/** Bytes at which the write-ahead log is cut back once it was copied. SQLite copies it at about 4 MB. */
const LOG_SIZE = 8 * 1024 * 1024;

/** After these nothing that SQLite keeps in memory is believed: the file is opened and looked at again. */
const unsettling: ReadonlySet<StateErrorCode> = new Set(['disk', 'broken', 'cannot_open']);

/** How to run a piece of work on a database: `deferred` only reads, `immediate` holds others off from its start. */
export type Kind = 'deferred' | 'immediate';

/** One database file, opened where it is needed and again after it failed. */
export class Connection {
  readonly path: string;
  readonly #durability: 'sync' | 'os';
  readonly #Database: DatabaseClass;
  #identity: Identity | undefined;
  #db: Database | undefined;

  constructor(path: string, durability: 'sync' | 'os') {
    this.path = path;
    this.#durability = durability;
    // Before a file is made that nobody could use.
    this.#Database = loadDriver();
  }

  /** Does `work` whole or not at all. Throws a `StateError` and nothing else. */
  run<Result>(kind: Kind, work: (db: Database) => Result): Result {
    try {
      const db = this.open();
      return db.transaction<Result>((inner) => inner())[kind](() => work(db));
    } catch (cause) {
      const error = explain(cause, this.path);
      if (unsettling.has(error.code)) this.close();
      throw error;
    }
  }

  /** The file is created only the first time: whoever deletes it under us does not empty a budget. */
  open(): Database {
    if (this.#identity === undefined) makeFile(this.path);
    const there = lookAt(this.path);
    if (there === undefined || (this.#identity !== undefined && !isSame(this.#identity, there)))
      throw new StateError('changed', `\`${this.path}\` is gone or another file`);
    this.#db ??= this.#connect();
    this.#identity = there;
    return this.#db;
  }

  /** What was committed is in the file or in the log beside it, whatever comes of closing. */
  close(): void {
    const db = this.#db;
    this.#db = undefined;
    try {
      db?.close();
    } catch (cause) {
      throw explain(cause, this.path);
    }
  }

  #connect(): Database {
    const db = new this.#Database(this.path, { fileMustExist: true, timeout: SHORT_WAIT });
    try {
      db.defaultSafeIntegers(true);
      db.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON');
      const empty = isEmpty(db, this.path);
      if (db.pragma('journal_mode = WAL', { simple: true }) !== 'wal')
        throw new StateError('cannot_open', `\`${this.path}\` cannot have a write-ahead log here`);
      const synchronous = this.#durability === 'sync' ? 'FULL' : 'NORMAL';
      db.exec(`PRAGMA synchronous = ${synchronous}; PRAGMA journal_size_limit = ${LOG_SIZE}`);
      if (empty) db.transaction<void>((inner) => inner()).immediate(() => createTables(db, this.path));
      mustBeWhole(db, this.path);
      return db;
    } catch (cause) {
      db.close();
      throw cause;
    }
  }
}
