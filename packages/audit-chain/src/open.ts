import { randomBytes } from 'node:crypto';
import { closeSync } from 'node:fs';
import { type Appender, createAppender } from './appender.js';
import { type Draft, draft } from './chain.js';
import { createCommitter } from './committer.js';
import { encode } from './encode.js';
import { encodeStart, encodeUnknownOutcome } from './encode-own.js';
import type { AuditEntry, Durability, Start } from './entries.js';
import { AuditError, wordFor } from './error.js';
import { type Files, systemFiles } from './files.js';
import { createFlood } from './flood.js';
import { type Hold, lock } from './lock.js';
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
  /** Hash of the last record that was written. After `close`: what to keep and to verify the log with. */
  readonly head: string;
  /**
   * Resolves when the entry is as durable as the mode promises. Rejects with `bad_entry`, `not_written`, `not_synced`,
   * `changed` or `closed`; the call that waits for it must then be refused. Of `refused` entries more than 100 in a second
   * are counted: it then resolves at once, and the count is on record a second later.
   */
  readonly record: (entry: AuditEntry) => Promise<void>;
  /** Resolves when the entry is written, behind everything recorded or noted before it. Rejects like `record`. */
  readonly note: (entry: AuditEntry) => Promise<void>;
  /** Writes and syncs what is under way and frees the lock, in any case. Rejects when that failed. */
  readonly close: () => Promise<void>;
}

/**
 * Opens or creates the log, takes its lock, recovers what an earlier run left and puts the `start` of this run on record.
 * Rejects with `cannot_open`, `not_a_file`, `locked`, `no_lock`, `not_a_log`, `broken`, `bad_entry`, `not_written`,
 * `not_synced` or `changed`. A log that is `locked`, `not_a_log` or `broken` is left as it was.
 */
export async function openLog(options: Options): Promise<Log> {
  const { path, files = systemFiles } = options;
  const fd = openFile(path);
  let hold: Hold | undefined;
  try {
    hold = await lock(fd, path);
    return await begin(fd, hold, options, files);
  } catch (error) {
    hold?.release();
    closeSync(fd);
    throw error;
  }
}

async function begin(fd: number, hold: Hold, options: Options, files: Files): Promise<Log> {
  const { path, durability, now = Date.now } = options;
  const { head, size, tornBytes, openCalls } = await recover(fd, path, files);
  // A run that was killed may have left bytes that no fsync covered. Mending rewrites what this run wrote, not those.
  if (size > 0) await confirm(fd, path, files);
  const log = head.seq === 0 ? randomBytes(16).toString('hex') : head.log;
  const recovered = Object.freeze({ tornBytes, openCalls: openCalls.length });
  const appender = createAppender({ path, fd, hold, size, head: { ...head, log }, openCalls }, files, now);
  try {
    const committer = createCommitter(appender, durability);
    const drafts = [
      draft(encodeStart(log, options.start, durability, recovered)),
      ...openCalls.map((call): Draft => ({ body: encodeUnknownOutcome(call), call, effect: 'closes' })),
    ];
    await Promise.all(drafts.map((one) => committer.submit(one, true)));
    return assemble({ path, log, recovered }, committer, appender, () => {
      appender.close();
      hold.release();
      closeSync(fd);
    });
  } catch (error) {
    appender.close();
    throw error;
  }
}

async function confirm(fd: number, path: string, files: Files): Promise<void> {
  await files.sync(fd).catch((cause) => {
    throw new AuditError('not_synced', `audit log \`${path}\` did not reach the disk: ${wordFor(cause)}`, { cause });
  });
}

function assemble(
  known: Pick<Log, 'path' | 'log' | 'recovered'>,
  committer: ReturnType<typeof createCommitter>,
  appender: Appender,
  free: () => void,
): Log {
  const flood = createFlood((body) => committer.submit(draft(body), false));
  let closing: Promise<void> | undefined;

  function submit(entry: AuditEntry, isDurable: boolean): Promise<void> {
    if (closing !== undefined) return Promise.reject(new AuditError('closed', `audit log \`${known.path}\` is closed`));
    let body: string;
    try {
      body = encode(entry);
    } catch (error) {
      return Promise.reject(error);
    }
    if (entry.kind === 'intent') return committer.submit({ body, call: entry.call, effect: 'opens' }, isDurable);
    if (entry.kind === 'outcome') return committer.submit({ body, call: entry.call, effect: 'closes' }, isDurable);
    if (entry.kind === 'refused' && committer.fault() === undefined && flood.absorb(entry)) return Promise.resolve();
    return committer.submit(draft(body), isDurable);
  }

  /** Both, in any case; what went wrong first is what is told. */
  async function end(): Promise<void> {
    const counted = flood.end();
    await Promise.allSettled([counted]);
    await committer.close().finally(free);
    await counted;
  }

  return Object.freeze({
    ...known,
    get head() {
      return appender.head().hash;
    },
    record: (entry: AuditEntry) => submit(entry, true),
    note: (entry: AuditEntry) => submit(entry, false),
    close: () => {
      closing ??= end();
      return closing;
    },
  });
}
