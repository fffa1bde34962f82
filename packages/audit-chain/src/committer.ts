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
  /** Waits for the disk and not only for the write. */
  readonly isDurable: boolean;
}

/**
 * What comes in one turn is written as one, or not at all, so that all of it can wait on the same two promises: one for each
 * record would be most of what a record costs.
 */
interface Group {
  readonly drafts: Waiting[];
  written?: Promised;
  synced?: Promised;
}

interface Promised {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: AuditError) => void;
}

/** Longest time, in milliseconds, that written records which nobody waits for stay off the disk. */
const SYNC_EVERY = 1000;

/** So many unconfirmed bytes bring the fsync forward: they are kept in memory until it. */
const SYNC_FROM: number = 4 * 1024 * 1024;

/** So many let writing wait for the disk. */
const MOST_UNCONFIRMED: number = 64 * 1024 * 1024;

/** Every record is resolved or rejected exactly once, and those that wait for the same in the order of the calls to `submit`. */
export function createCommitter(appender: Appender, durability: Durability): Committer {
  let incoming: Group = { drafts: [] };
  /** Written, and waiting for an fsync that has not begun. */
  let unsynced: Group[] = [];
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
    const waits = isDurable && durability === 'sync';
    incoming.drafts.push({ body, call, effect, isDurable: waits });
    turn ??= setImmediate(write);
    return fateOf(incoming, waits).promise;
  }

  /** What came in so far; what comes now is the next group. */
  function take(): Group {
    const group = incoming;
    incoming = { drafts: [] };
    return group;
  }

  function write(): void {
    turn = undefined;
    // What waits is written when the fsync, or the mending, that is under way has ended.
    if (isDoubtful || appender.unconfirmed() > MOST_UNCONFIRMED) {
      beginSync();
      return;
    }
    if (owed.length + incoming.drafts.length === 0) return;
    const group = take();
    try {
      appender.append(owed.length === 0 ? group.drafts : [...owed, ...group.drafts]);
    } catch (error) {
      refuse(group, error as AuditError);
      return;
    }
    if (owed.length > 0) owed = [];
    group.written?.resolve();
    if (group.synced) unsynced.push(group);
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

  function endSync(covered: readonly Group[]): void {
    syncing = undefined;
    for (const { synced } of covered) synced?.resolve();
    if (isDoubtful) {
      // Mending covered all that was written, also what came after the fsync that failed.
      isDoubtful = false;
      for (const { synced } of unsynced.splice(0)) synced?.resolve();
    }
    next();
  }

  function next(): void {
    if (incoming.drafts.length > 0) turn ??= setImmediate(write);
    if (unsynced.length > 0) beginSync();
    else if (appender.unconfirmed() > 0) timer ??= setTimeout(beginSync, SYNC_EVERY).unref();
  }

  /** The intents among these stand in the file, but their calls are refused: each is owed the outcome that says so. */
  function failSync(covered: readonly Group[], error: AuditError): void {
    syncing = undefined;
    failure = error;
    for (const { drafts, synced } of [...covered, ...unsynced.splice(0)]) {
      for (const { call, effect, isDurable } of drafts) {
        if (isDurable && effect === 'opens') owed.push({ body: encodeCancelledOutcome(call), call, effect: 'closes' });
      }
      synced?.reject(error);
    }
    refuse(take(), error);
    if (fault === undefined) timer ??= setTimeout(beginSync, SYNC_EVERY).unref();
  }

  function refuse({ drafts, written, synced }: Group, error: AuditError): void {
    if (error.code === 'changed') fault = error;
    for (const { body, call, effect } of drafts) {
      if (effect === 'closes') owed.push({ body, call, effect });
    }
    written?.reject(error);
    synced?.reject(error);
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

function fateOf(group: Group, waits: boolean): Promised {
  const known = waits ? group.synced : group.written;
  if (known) return known;
  const fate = promised();
  if (waits) group.synced = fate;
  else group.written = fate;
  return fate;
}

function promised(): Promised {
  let resolve = (): void => undefined;
  let reject = (_: AuditError): void => undefined;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
