import { closeSync, constants, fstatSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AuditError, wordFor } from './error.js';

/**
 * O_APPEND: a record never lands on another one. O_NOFOLLOW: a link could lead the log away. O_NONBLOCK: opening a FIFO
 * must not wait for its other end. O_NOCTTY: nor may a terminal become ours.
 */
const FLAGS =
  constants.O_RDWR |
  constants.O_CREAT |
  constants.O_APPEND |
  constants.O_NOFOLLOW |
  constants.O_NONBLOCK |
  constants.O_NOCTTY;

/** Creates a folder for logs, 0700, and those above it. Throws `cannot_open`. */
export function createFolder(folder: string): void {
  try {
    const created = mkdirSync(folder, { recursive: true, mode: 0o700 });
    syncFolders(resolve(folder), created);
  } catch (cause) {
    throw new AuditError('cannot_open', `cannot create folder \`${folder}\`: ${wordFor(cause)}`, { cause });
  }
}

/**
 * Opens or creates a regular file, 0600. Its folder has to be there: a path that somebody named may be mistyped.
 * Throws `cannot_open` or `not_a_file`.
 */
export function openFile(path: string): number {
  try {
    const fd = openSync(path, FLAGS, 0o600);
    try {
      if (!fstatSync(fd).isFile()) throw notAFile(path);
      syncFolder(dirname(resolve(path)));
    } catch (error) {
      closeSync(fd);
      throw error;
    }
    return fd;
  } catch (cause) {
    if (cause instanceof AuditError) throw cause;
    const word = wordFor(cause);
    if (word === 'ELOOP' || word === 'EISDIR' || word === 'ENXIO') throw notAFile(path);
    const why = word === 'ENOENT' ? 'its folder does not exist (ENOENT)' : word;
    throw new AuditError('cannot_open', `cannot open audit log \`${path}\`: ${why}`, { cause });
  }
}

function notAFile(path: string): AuditError {
  return new AuditError('not_a_file', `audit log \`${path}\` is not a regular file (a link is not followed)`);
}

/** An fsync of a file keeps its bytes; its name lives in the folder, and a new folder's name in the one above. */
function syncFolders(folder: string, created: string | undefined): void {
  const last = created === undefined ? folder : dirname(created);
  for (let at = folder; ; at = dirname(at)) {
    syncFolder(at);
    if (at === last) return;
  }
}

function syncFolder(folder: string): void {
  const fd = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    fsyncSync(fd);
  } catch (cause) {
    // Some file systems cannot sync a folder and say so with EINVAL; there is nothing better to do on them.
    if (wordFor(cause) !== 'EINVAL') throw cause;
  } finally {
    closeSync(fd);
  }
}
