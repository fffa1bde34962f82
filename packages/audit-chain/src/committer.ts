import type { Appender } from './appender.js';
import type { Draft } from './chain.js';
import { encodeCancelledOutcome } from './encode-own.js';
import type { Durability } from './entries.js';
import { AuditError } from './error.js';

/** Group commit: one write for all that came in one turn of the event loop, one fsync for all that waits for one. */
export interface Committer {
  /**
   * Resolves when the draft is written, with `isDurable` (where the mode is `sync`) when it is on disk. A draft that closes
   * a call tells of what has happened: when it cannot be written it is kept and comes before the next record.
   */
  readonly submit: (draft: Draft, isDurable: boolean) => Promise<void>;
  /** Why everything is refused from now on, if it is. */
  readonly fault: () => AuditError | undefined;
  /** Writes what waits, syncs and stops. Rejects when something could not be written or synced. */
  readonly close: () => Promise<void>;
}

interface Waiting extends Draft {
  readonly isDurable: boolean;
  readonly resolve: () => void;
  readonly reject: (error: AuditError) => void;
}

/** Longest time, in milliseconds, that written records which nobody waits for stay off the disk. */
const SYNC_EVERY = 1000;

/** So many unconfirmed bytes bring the fsync forward: they are kept in memory until it. */
const SYNC_FROM: number = 4 * 1024 * 1024;

/** So many let writing wait for the disk. */
const MOST_UNCONFIRMED: number = 64 * 1024 * 1024;

/** Every record is resolved or rejected exactly once, in the order of the calls to `submit`. */
export function createCommitter(appender: Appender, durability: Durability): Committer {
  let incoming: Waiting[] = [];
  /** Written, and waiting for an fsync that has not begun. */
  let unsynced: Waiting[] = [];
  let owed: Draft[] = [];
  let fault: AuditError | undefined;
  /** An fsync failed, and what it left in doubt is not mended: nothing is written. */
  let isDoubtful = false;
  let failure: AuditError | undefined;
  let turn: NodeJS.Immediate | undefined;
  let timer: NodeJS.Timeout | undefined;
  let syncing: Promise<void> | undefined;

  function submit({ body, call, effect }: Draft, isDurable: boolean): Promise<void> {
    if (fault !== undefined) return Promise.reject(fault);
    return new Promise((resolve, reject) => {
      incoming.push({ body, call, effect, isDurable, resolve, reject });
      turn ??= setImmediate(write);
    });
  }

  function write(): void {
    turn = undefined;
    // What waits is written when the fsync, or the mending, that is under way has ended.
    if (isDoubtful || appender.unconfirmed() > MOST_UNCONFIRMED) {
      beginSync();
      return;
    }
    const group = incoming;
    if (owed.length + group.length === 0) return;
    incoming = [];
    try {
      appender.append(owed.length === 0 ? group : [...owed, ...group]);
    } catch (error) {
      refuse(group, error as AuditError);
      return;
    }
    if (owed.length > 0) owed = [];
    for (const waiting of group) {
      if (waiting.isDurable && durability === 'sync') unsynced.push(waiting);
      else waiting.resolve();
    }
    if (unsynced.length > 0 || appender.unconfirmed() > SYNC_FROM) beginSync();
    else timer ??= setTimeout(beginSync, SYNC_EVERY).unref();
  }

  /** One at a time: an fsync covers what was written before it began, so what is written meanwhile waits for the next. */
  function beginSync(): void {
    if (syncing !== undefined) return;
    clearTimeout(timer);
    timer = undefined;
    const covered = unsynced;
    unsynced = [];
    syncing = (isDoubtful ? appender.mend() : appender.sync().catch(mend)).then(
      () => endSync(covered),
      (error) => failSync(covered, error),
    );
  }

  function mend(): Promise<void> {
    isDoubtful = true;
    return appender.mend();
  }

  function endSync(covered: readonly Waiting[]): void {
    syncing = undefined;
    for (const waiting of covered) waiting.resolve();
    if (isDoubtful) {
      // Mending covered all that was written, also what came after the fsync that failed.
      isDoubtful = false;
      for (const waiting of unsynced.splice(0)) waiting.resolve();
    }
    next();
  }

  function next(): void {
    if (incoming.length > 0) turn ??= setImmediate(write);
    if (unsynced.length > 0) beginSync();
    else if (appender.unconfirmed() > 0) timer ??= setTimeout(beginSync, SYNC_EVERY).unref();
  }

  /** The intents among these stand in the file, but their calls are refused: each is owed the outcome that says so. */
  function failSync(covered: readonly Waiting[], error: AuditError): void {
    syncing = undefined;
    failure = error;
    for (const waiting of [...covered, ...unsynced.splice(0)]) {
      const { call, effect } = waiting;
      if (effect === 'opens') owed.push({ body: encodeCancelledOutcome(call), call, effect: 'closes' });
      waiting.reject(error);
    }
    refuse(incoming.splice(0), error);
    if (fault === undefined) timer ??= setTimeout(beginSync, SYNC_EVERY).unref();
  }

  function refuse(group: readonly Waiting[], error: AuditError): void {
    if (error.code === 'changed') fault = error;
    for (const waiting of group) {
      const { body, call, effect } = waiting;
      if (effect === 'closes') owed.push({ body, call, effect });
      waiting.reject(error);
    }
  }

  async function settle(): Promise<void> {
    while (syncing !== undefined) await syncing;
  }

  /** Brings to the disk what is written, with one try where that failed before. */
  async function confirm(): Promise<void> {
    await settle();
    if (fault !== undefined || (!isDoubtful && appender.unconfirmed() === 0)) return;
    beginSync();
    await settle();
  }

  async function close(): Promise<void> {
    await confirm();
    clearImmediate(turn);
    if (fault === undefined && !isDoubtful) write();
    await confirm();
    clearTimeout(timer);
    if (fault !== undefined) throw fault;
    if (isDoubtful && failure !== undefined) throw failure;
    appender.tidy();
    if (owed.length > 0) throw new AuditError('not_written', `${owed.length} outcomes could not be written`);
  }

  return { submit, fault: () => fault, close };
}
