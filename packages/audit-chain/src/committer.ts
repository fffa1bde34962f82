import type { Appender } from './appender.js';
import type { Durability } from './entries.js';
import { AuditError, wordFor } from './error.js';

/** One record on its way, encoded from `kind` on. */
export interface Submission {
  readonly body: string;
  /** Wait for the disk (where the mode is `sync`), not for the write alone. */
  readonly isDurable: boolean;
  /** What it tells of has happened. When it cannot be written it is kept and comes before the next record. */
  readonly isOwed: boolean;
}

/** Group commit: one write for all that came in one turn of the event loop, one fsync for all that waits for one. */
export interface Committer {
  readonly submit: (submission: Submission) => Promise<void>;
  /** Writes what waits, syncs and stops. Rejects when something could not be written or synced. */
  readonly close: () => Promise<void>;
}

interface Waiting extends Submission {
  readonly resolve: () => void;
  readonly reject: (error: AuditError) => void;
}

/** Longest time, in milliseconds, that written records which nobody waits for stay off the disk. */
const SYNC_EVERY = 1000;

/** Every record is resolved or rejected exactly once, in the order of the calls to `submit`. */
export function createCommitter(appender: Appender, sync: () => Promise<void>, durability: Durability): Committer {
  let incoming: Waiting[] = [];
  let unsynced: Waiting[] = [];
  let owed: string[] = [];
  let fault: AuditError | undefined;
  let turn: NodeJS.Immediate | undefined;
  let timer: NodeJS.Timeout | undefined;
  let syncing: Promise<void> | undefined;
  /** Something was written that no fsync was begun for. */
  let isUnsynced = false;

  function submit(submission: Submission): Promise<void> {
    if (fault !== undefined) return Promise.reject(fault);
    return new Promise((resolve, reject) => {
      incoming.push({ ...submission, resolve, reject });
      turn ??= setImmediate(write);
    });
  }

  function write(): void {
    turn = undefined;
    const group = incoming;
    incoming = [];
    try {
      appender.append([...owed, ...group.map((waiting) => waiting.body)]);
    } catch (error) {
      owed = owed.concat(group.filter((waiting) => waiting.isOwed).map((waiting) => waiting.body));
      for (const waiting of group) waiting.reject(error as AuditError);
      return;
    }
    owed = [];
    isUnsynced = true;
    for (const waiting of group) {
      if (waiting.isDurable && durability === 'sync') unsynced.push(waiting);
      else waiting.resolve();
    }
    if (unsynced.length > 0) beginSync();
    else timer ??= setTimeout(beginSync, SYNC_EVERY).unref();
  }

  /** One at a time: an fsync covers what was written before it began, so what is written meanwhile waits for the next. */
  function beginSync(): void {
    if (syncing !== undefined) return;
    clearTimeout(timer);
    timer = undefined;
    isUnsynced = false;
    const covered = unsynced;
    unsynced = [];
    syncing = sync().then(
      () => endSync(covered),
      (cause) => fail(covered, cause),
    );
  }

  function endSync(covered: readonly Waiting[]): void {
    syncing = undefined;
    for (const waiting of covered) waiting.resolve();
    if (unsynced.length > 0) beginSync();
    else if (isUnsynced) timer ??= setTimeout(beginSync, SYNC_EVERY).unref();
  }

  /** The kernel may have dropped the pages that it failed to write, and a later success would say nothing about them. */
  function fail(covered: readonly Waiting[], cause: unknown): void {
    syncing = undefined;
    const error = new AuditError('not_synced', `the audit log did not reach the disk: ${wordFor(cause)}`, { cause });
    fault = error;
    clearImmediate(turn);
    clearTimeout(timer);
    for (const waiting of [...covered, ...unsynced, ...incoming]) waiting.reject(error);
    unsynced = [];
    incoming = [];
  }

  async function close(): Promise<void> {
    clearImmediate(turn);
    if (incoming.length > 0 || owed.length > 0) write();
    while (fault === undefined && (syncing !== undefined || isUnsynced)) {
      beginSync();
      await syncing;
    }
    clearTimeout(timer);
    if (fault !== undefined) throw fault;
    if (owed.length > 0) throw new AuditError('not_written', `${owed.length} outcomes could not be written`);
  }

  return { submit, close };
}
