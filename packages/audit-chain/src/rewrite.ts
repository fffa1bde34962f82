import { AuditError, wordFor } from './error.js';
import type { Files, Identity } from './files.js';
import { GENESIS, TAIL } from './format.js';

/** What was written and never confirmed by an fsync. */
export interface Unconfirmed {
  /** Where it begins: behind a record with this hash, which is confirmed. */
  readonly from: number;
  readonly hash: string;
  readonly groups: readonly Uint8Array[];
  /** Where it ends, and the log with it. */
  readonly end: number;
}

/**
 * Brings to the disk what a failed fsync left in doubt, and gives a new descriptor that appends. The kernel reports such
 * an error once and may have dropped the bytes, or have marked them as written: a later fsync that succeeds says nothing
 * about them. So they are written again, over themselves, through a descriptor that was opened behind the error. A crash
 * in here leaves what a crash before it left, because each byte is replaced by the same one.
 * Rejects with `not_synced`, or with `changed` when the file is another one or lost what an fsync had confirmed.
 */
export async function rewrite(path: string, own: Identity, what: Unconfirmed, files: Files): Promise<number> {
  try {
    const fd = files.open(path, 'rewrite');
    try {
      const there = files.look(fd);
      checkSame(path, own, there);
      await checkBefore(fd, path, what, files);
      if (there.size > what.end) files.truncate(fd, what.end);
      let position = what.from;
      for (const group of what.groups) position = writeAt(fd, group, position, files);
      await files.sync(fd);
    } finally {
      files.close(fd);
    }
    return reopen(path, own, files);
  } catch (cause) {
    if (cause instanceof AuditError) throw cause;
    throw new AuditError('not_synced', `the audit log did not reach the disk: ${wordFor(cause)}`, { cause });
  }
}

/** Throws `changed` when the file that is there is not ours. While we hold ours open, no other gets its number. */
export function checkSame(path: string, own: Identity, there: Identity | undefined): asserts there is Identity {
  if (there === undefined || there.ino !== own.ino || there.dev !== own.dev) {
    const what = there === undefined ? 'is gone' : 'was replaced';
    throw new AuditError('changed', `audit log \`${path}\` ${what}; nothing is recorded until a restart`);
  }
}

/** The record before still has to be there: nothing is written behind a gap. */
async function checkBefore(fd: number, path: string, { from, hash }: Unconfirmed, files: Files): Promise<void> {
  if (hash === GENESIS) return;
  const tail = Buffer.alloc(TAIL + 1);
  await files.read(fd, tail, from - tail.length);
  if (tail.toString('latin1') === `,"hash":"${hash}"}\n`) return;
  throw new AuditError(
    'changed',
    `audit log \`${path}\` lost records that were on disk; nothing is recorded until a restart`,
  );
}

function writeAt(fd: number, bytes: Uint8Array, position: number, files: Files): number {
  for (let done = 0; done < bytes.length; ) {
    const taken = files.rewrite(fd, bytes, done, position + done);
    if (taken === 0) throw new Error('nothing was taken');
    done += taken;
  }
  return position + bytes.length;
}

function reopen(path: string, own: Identity, files: Files): number {
  const fd = files.open(path, 'append');
  try {
    checkSame(path, own, files.look(fd));
    return fd;
  } catch (error) {
    files.close(fd);
    throw error;
  }
}
