import { closeSync, constants, lstatSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { StateError, wordFor } from './error.js';

/** Which file it is, whatever it is called. */
export interface Identity {
  readonly dev: bigint;
  readonly ino: bigint;
}

/** Absolute, so that SQLite takes no path for `:memory:` or a `file:` URI. */
export function readPath(path: string): string {
  if (typeof path !== 'string' || path === '' || path.includes('\0') || path !== path.trim())
    throw new StateError('bad_argument', 'a path must not be empty, hold NUL, or begin or end with a blank');
  return resolve(path);
}

/** The regular file at `path`; undefined where there is nothing. */
export function lookAt(path: string): Identity | undefined {
  try {
    const there = lstatSync(path, { bigint: true, throwIfNoEntry: false });
    if (there === undefined) return undefined;
    if (!there.isFile()) throw new StateError('not_a_file', `\`${path}\` is not a regular file`);
    return { dev: there.dev, ino: there.ino };
  } catch (cause) {
    if (cause instanceof StateError) throw cause;
    throw new StateError('cannot_open', `\`${path}\`: ${wordFor(cause)}`, { cause });
  }
}

/**
 * Makes sure that there is a file, for its owner only; SQLite gives the files beside it the same mode. One that is there is
 * never opened here: closing it would drop every lock that this process has on it (fcntl(2), POSIX record locks).
 */
export function makeFile(path: string): void {
  if (lookAt(path) !== undefined) return;
  try {
    closeSync(openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600));
  } catch (cause) {
    // Another process was quicker. It is looked at before it is used.
    if (wordFor(cause) !== 'EEXIST') throw new StateError('cannot_open', `\`${path}\`: ${wordFor(cause)}`, { cause });
  }
}

export function isSame(one: Identity, other: Identity | undefined): boolean {
  return one.dev === other?.dev && one.ino === other.ino;
}
