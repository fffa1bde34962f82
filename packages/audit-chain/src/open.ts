import { randomBytes } from 'node:crypto';
import { closeSync } from 'node:fs';
import { createAppender } from './appender.js';
import { type Committer, createCommitter } from './committer.js';
import { encode, encodeStart, encodeUnknownOutcome } from './encode.js';
import type { AuditEntry, Durability, Start } from './entries.js';
import { AuditError } from './error.js';
import { type Files, systemFiles } from './files.js';
import { lock } from './lock.js';
import { openFile } from './open-file.js';
import { recover } from './recover.js';

export interface Options {
  readonly path: string;
  readonly durability: Durability;
  readonly start: Start;
  /** Milliseconds since 1970. For tests; default is the system's clock. */
  readonly now?: () => number;
  /** For tests; default is the system's files. */
  readonly files?: Files;
}

/** A log that this process alone writes. */
export interface Log {
  readonly path: string;
  /** The log's id, the same in every run. */
  readonly log: string;
  /** What the run before left: bytes of a torn last line, now cut off, and calls without an outcome, now `unknown`. */
  readonly recovered: { readonly tornBytes: number; readonly openCalls: number };
  /**
   * Resolves when the entry is as durable as the mode promises. Rejects with `bad_entry`, `not_written`, `not_synced` or
   * `closed`; the call that waits for it must then be refused.
   */
  readonly record: (entry: AuditEntry) => Promise<void>;
  /** Resolves when the entry is written, behind everything recorded or noted before it. Rejects like `record`. */
  readonly note: (entry: AuditEntry) => Promise<void>;
  /** Writes and syncs what is under way and frees the lock, in any case. Rejects when that failed. */
  readonly close: () => Promise<void>;
}

/**
 * Opens or creates the log, takes its lock, recovers what an earlier run left and puts the `start` of this run on record.
 * Rejects with `cannot_open`, `not_a_file`, `locked`, `no_lock`, `not_a_log`, `broken`, `bad_entry`, `not_written` or
 * `not_synced`. A log that is `locked`, `not_a_log` or `broken` is left as it was.
 */
export async function openLog(options: Options): Promise<Log> {
  const { path, durability, now = Date.now, files = systemFiles } = options;
  const fd = openFile(path);
  try {
    await lock(fd, path);
    const { head, size, tornBytes, openCalls } = await recover(fd, path, files);
    const log = head.seq === 0 ? randomBytes(16).toString('hex') : head.log;
    const recovered = Object.freeze({ tornBytes, openCalls: openCalls.length });
    const appender = createAppender(fd, size, { ...head, log }, files, now);
    const committer = createCommitter(appender, () => files.sync(fd), durability);
    const begin = encodeStart(log, options.start, durability, recovered);
    const started = [begin, ...openCalls.map(encodeUnknownOutcome)].map((body) =>
      committer.submit({ body, isDurable: true, isOwed: false }),
    );
    await Promise.all(started);
    return assemble(path, log, recovered, committer, fd);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function assemble(path: string, log: string, recovered: Log['recovered'], committer: Committer, fd: number): Log {
  let closing: Promise<void> | undefined;

  async function submit(entry: AuditEntry, isDurable: boolean): Promise<void> {
    if (closing !== undefined) throw new AuditError('closed', `audit log \`${path}\` is closed`);
    return committer.submit({ body: encode(entry), isDurable, isOwed: entry.kind === 'outcome' });
  }

  return Object.freeze({
    path,
    log,
    recovered,
    record: (entry: AuditEntry) => submit(entry, true),
    note: (entry: AuditEntry) => submit(entry, false),
    close: () => {
      closing ??= committer.close().finally(() => closeSync(fd));
      return closing;
    },
  });
}
