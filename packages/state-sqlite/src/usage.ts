import {
  type Hold,
  openWindowClock,
  type Reservation,
  type Usage,
  type UsageKey,
  type UsageSnapshot,
  type WindowClock,
} from '@ostiary/core-engine';
import { mustBeKey, mustBeReservation, mustBeTime } from './check.js';
import { advance, timeIn } from './clock.js';
import { Connection, type Kind } from './connection.js';
import { add, type Part, prune, takeOut } from './counter.js';
import type { Database } from './driver.js';
import { StateError } from './error.js';
import { readPath } from './place.js';
import { Queue } from './queue.js';
import { basisOf, holds, keepAll, mustBeRead, readAll } from './snapshot.js';

export interface SqliteOptions {
  /** Its folder must be there. The file is created where it is not, for its owner only. */
  readonly path: string;
  /** `sync` (default): what was reserved has survived a power cut. `os`: a crash of the process, not one of the machine. */
  readonly durability?: 'sync' | 'os';
  /** Milliseconds to wait for others that hold the file; 2,000 where absent. */
  readonly patience?: number;
  /** Milliseconds of a clock that never runs backwards: the time that windows take at least in this process, whatever becomes of the wall clock. */
  readonly monotonic?: () => number;
}

/** What is spent, in one file. Every method throws or rejects with a `StateError` within the patience and some milliseconds. */
export interface SqliteUsage extends Usage {
  /** What was reserved stays so. Closing twice is closing once. */
  close(): void;
}

/** Opens or creates a store. Rejects with a `StateError` where the file is no store, is damaged, or cannot be had in time. */
export async function openSqliteUsage(options: SqliteOptions): Promise<SqliteUsage> {
  const { path, durability = 'sync', patience = 2000, monotonic } = options;
  if (durability !== 'sync' && durability !== 'os')
    throw new StateError('bad_argument', '`durability` must be `sync` or `os`');
  if (!Number.isSafeInteger(patience) || patience <= 0)
    throw new StateError('bad_argument', '`patience` must be a whole number of milliseconds');
  const store = new Store(new Connection(readPath(path), durability), new Queue(patience), openWindowClock(monotonic));
  await store.run('deferred', () => undefined);
  return store;
}

class Store implements SqliteUsage {
  readonly #connection: Connection;
  readonly #queue: Queue;
  /** A hold that was released has no parts any more. */
  readonly #parts = new WeakMap<Hold, readonly Part[]>();
  readonly #clock: WindowClock;
  #made = 0;
  #closed = false;

  constructor(connection: Connection, queue: Queue, clock: WindowClock) {
    this.#connection = connection;
    this.#clock = clock;
    this.#queue = queue;
  }

  read(keys: readonly UsageKey[], now: number): UsageSnapshot | Promise<UsageSnapshot> {
    mustBeTime(now);
    for (const key of keys) mustBeKey(key);
    return then(
      this.run('deferred', (db) => readAll(db, keys, timeIn(db, this.#clock, now))),
      ({ snapshot, stale, at }) => {
        if (stale.length === 0) return snapshot;
        return then(
          this.run('immediate', (db) => keepAll(db, stale, at)),
          () => snapshot,
        );
      },
    );
  }

  reserve(
    snapshot: UsageSnapshot,
    reservations: readonly Reservation[],
    now: number,
  ): Hold | undefined | Promise<Hold | undefined> {
    mustBeTime(now);
    const basis = basisOf(snapshot);
    for (const reservation of reservations) {
      mustBeReservation(reservation);
      mustBeRead(basis, reservation.key);
    }
    const parts = this.run('immediate', (db) => {
      if (!holds(db, basis)) return undefined;
      // Never before it was read, because this time does not go back: what had left a window then must have left it now.
      const moment = timeIn(db, this.#clock, now);
      advance(db, moment);
      prune(db, moment.past);
      return reservations.filter(({ amount }) => amount > 0n).map((one) => add(db, one, moment.at));
    });
    return then(parts, (done) => done && this.#hold(done));
  }

  release(hold: Hold): void | Promise<void> {
    return this.#queue.do(() => {
      const parts = this.#parts.get(hold);
      if (parts === undefined) throw new StateError('bad_argument', 'a hold that was not made here');
      if (parts.length === 0) return;
      this.#now('immediate', (db) => {
        for (const part of parts) takeOut(db, part);
      });
      this.#parts.set(hold, []);
    });
  }

  close(): void {
    this.#closed = true;
    this.#connection.close();
  }

  /** Commits before it gives a result. After a crash in here the caller has none, so the call was not forwarded: at worst it is spent. */
  run<Result>(kind: Kind, work: (db: Database) => Result): Result | Promise<Result> {
    return this.#queue.do(() => this.#now(kind, work));
  }

  #now<Result>(kind: Kind, work: (db: Database) => Result): Result {
    if (this.#closed) throw new StateError('closed', 'the store was closed');
    return this.#connection.run(kind, work);
  }

  #hold(parts: readonly Part[]): Hold {
    this.#made += 1;
    const hold: Hold = { id: String(this.#made) };
    this.#parts.set(hold, parts);
    return hold;
  }
}

/** At once where it can be, so that nobody comes between a read and what is reserved against it. */
function then<Given, Result>(
  given: Given | Promise<Given>,
  next: (given: Given) => Result | Promise<Result>,
): Result | Promise<Result> {
  return given instanceof Promise ? given.then(next) : next(given);
}
