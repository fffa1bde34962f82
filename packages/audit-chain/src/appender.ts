import { chain, type Draft, follow, formatTime, type Head } from './chain.js';
import { AuditError, wordFor } from './error.js';
import type { Files, Identity } from './files.js';
import type { Hold } from './lock.js';
import { checkSame, rewrite, type Unconfirmed } from './rewrite.js';

/** Where a new run begins to write. */
export interface Opened {
  readonly path: string;
  /** Appends. It holds the lock and stays open until the end. */
  readonly fd: number;
  readonly hold: Hold;
  /** End of the last whole record, and that record. */
  readonly size: number;
  readonly head: Head;
  /** Calls without outcome up to there. */
  readonly openCalls: readonly string[];
}

/** Writes whole groups of records, or nothing of them, and knows what the disk has confirmed of them. */
export interface Appender {
  /** Chains and writes the drafts as one group. Throws `not_written`, and the log ends where it ended before, or `changed`. */
  readonly append: (drafts: readonly Draft[]) => void;
  /** Bytes that were written and not confirmed. */
  readonly unconfirmed: () => number;
  /** Resolves when the disk has confirmed what was written before the call. Rejects with what the system says; `mend` then. */
  readonly sync: () => Promise<void>;
  /**
   * After a failed `sync`: writes again what the disk has not confirmed, through a new descriptor. Nothing may be appended
   * meanwhile. Rejects with `not_synced` or `changed`.
   */
  readonly mend: () => Promise<void>;
  /** Cuts off what a refused group left behind, where that could not be done at once. Throws `not_written` or `changed`. */
  readonly tidy: () => void;
  readonly head: () => Head;
  /** Closes what was opened here, not the descriptor that holds the lock. */
  readonly close: () => void;
}

export function createAppender(opened: Opened, files: Files, now: () => number): Appender {
  const { path, fd, hold } = opened;
  const own = files.look(fd) as Identity;
  const open = new Set(opened.openCalls);
  let out = fd;
  let end = opened.size;
  let last = opened.head;
  let isBehind = false;
  /** Bytes may stand behind `end` that belong to a group which was refused. */
  let isDirty = false;
  // What recovery found may never have reached the disk, but nobody was told of it in this run: the first fsync covers it.
  let confirmed = { end, hash: last.hash };
  let groups: Buffer[] = [];

  function append(drafts: readonly Draft[]): void {
    try {
      prepare();
      const group = chain(last, drafts, formatTime(now()), isBehind, open);
      write(group.bytes);
      end += group.bytes.length;
      last = group.head;
      isBehind = group.isBehind;
      groups.push(group.bytes);
      follow(drafts, open);
    } catch (cause) {
      throw notWritten(cause);
    }
  }

  function tidy(): void {
    try {
      if (isDirty) prepare();
    } catch (cause) {
      throw notWritten(cause);
    }
  }

  function prepare(): void {
    checkPlace();
    if (isDirty) cutBack();
  }

  /** One look a group: a log that was moved away or cut would lose what is written from here on, or hold it behind a gap. */
  function checkPlace(): void {
    const there = files.look(path);
    checkSame(path, own, there);
    if (there.size !== end && !(isDirty && there.size > end)) {
      throw new AuditError('changed', `audit log \`${path}\` has ${there.size} bytes instead of ${end}`);
    }
    if (!hold.isHeld()) throw new AuditError('changed', `the lock file of audit log \`${path}\` is gone`);
  }

  function write(bytes: Uint8Array): void {
    isDirty = true;
    try {
      writeAll(bytes);
      isDirty = false;
    } catch (error) {
      undo();
      throw error;
    }
  }

  /** A crash in here leaves a torn tail, or whole records of calls that were never forwarded: both are read at the next start. */
  function writeAll(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) {
      const taken = files.write(out, bytes, done);
      if (taken === 0) throw new Error('nothing was taken');
      done += taken;
    }
  }

  function undo(): void {
    try {
      cutBack();
    } catch {
      // `isDirty` stays, so the next append cuts first and is refused when it cannot: the first error is the one to tell.
    }
  }

  /** Nobody was told of anything behind `end`: every answer that is out has its outcome before it. */
  function cutBack(): void {
    files.truncate(out, end);
    isDirty = false;
  }

  async function sync(): Promise<void> {
    const covered = { end, hash: last.hash };
    const count = groups.length;
    await files.sync(out);
    confirmed = covered;
    groups = groups.slice(count);
  }

  async function mend(): Promise<void> {
    const unconfirmed: Unconfirmed = { from: confirmed.end, hash: confirmed.hash, groups, end };
    const fresh = await rewrite(path, own, unconfirmed, files);
    if (out !== fd) files.close(out);
    out = fresh;
    isDirty = false;
    confirmed = { end, hash: last.hash };
    groups = [];
  }

  return {
    append,
    unconfirmed: () => end - confirmed.end,
    sync,
    mend,
    tidy,
    head: () => last,
    close: () => {
      if (out !== fd) files.close(out);
    },
  };
}

function notWritten(cause: unknown): AuditError {
  if (cause instanceof AuditError) return cause;
  return new AuditError('not_written', `the audit log could not be written: ${wordFor(cause)}`, { cause });
}
