import {
  closeSync,
  constants,
  fdatasync,
  fstatSync,
  ftruncateSync,
  lstatSync,
  openSync,
  read,
  writeSync,
} from 'node:fs';
import { promisify } from 'node:util';
import type { Read } from './lines.js';

const readBytes = promisify(read);

/** Which file something is, and how long. */
export interface Identity {
  readonly dev: number;
  readonly ino: number;
  /** Bytes. */
  readonly size: number;
}

/** What reading and writing need of the disk. Tests hand in ones that fail, fail after they wrote, forget, or are slow. */
export interface Files {
  /**
   * Opens a regular file again that is there, without following a link. Bytes go to its end with `append`, else to where
   * the caller says. Throws what the system says.
   */
  readonly open: (path: string, how: 'append' | 'rewrite') => number;
  readonly close: (fd: number) => void;
  /** The file behind a descriptor, or the one at a path, links not followed; nothing where there is none. */
  readonly look: (at: number | string) => Identity | undefined;
  readonly read: (fd: number, into: Buffer, position: number) => Promise<number>;
  /** Appends bytes from `from` on and says how many were taken. Throws what the system says. */
  readonly write: (fd: number, bytes: Uint8Array, from: number) => number;
  /** Writes bytes from `from` on to `position` and says how many were taken. */
  readonly rewrite: (fd: number, bytes: Uint8Array, from: number, position: number) => number;
  readonly truncate: (fd: number, size: number) => void;
  /** When it resolves, everything that was written before the call has survived a power cut. */
  readonly sync: (fd: number) => Promise<void>;
}

const NO_DETOUR = constants.O_RDWR | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;

export const systemFiles: Files = Object.freeze({
  open: (path: string, how: 'append' | 'rewrite') =>
    openSync(path, how === 'append' ? NO_DETOUR | constants.O_APPEND : NO_DETOUR),
  close: closeSync,
  look: (at: number | string) => (typeof at === 'number' ? fstatSync(at) : lstatSync(at, { throwIfNoEntry: false })),
  read: async (fd: number, into: Buffer, position: number) =>
    (await readBytes(fd, into, 0, into.length, position)).bytesRead,
  write: (fd: number, bytes: Uint8Array, from: number): number => writeSync(fd, bytes, from, bytes.length - from),
  rewrite: (fd: number, bytes: Uint8Array, from: number, position: number): number =>
    writeSync(fd, bytes, from, bytes.length - from, position),
  truncate: ftruncateSync,
  sync: promisify(fdatasync),
});

/** Reads a file from a byte on. */
export function readFrom(fd: number, files: Files = systemFiles, from = 0): Read {
  let position = from;
  return async (into) => {
    const count = await files.read(fd, into, position);
    position += count;
    return count;
  };
}
