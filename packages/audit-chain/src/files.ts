import { fdatasync, ftruncateSync, read, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Read } from './lines.js';

const readFile = promisify(read);

/** What writing needs of the disk. Tests hand in ones that fail, fail after they wrote, or are slow. */
export interface Files {
  /** Appends bytes from `from` on and says how many were taken. Throws what the system says. */
  readonly write: (fd: number, bytes: Uint8Array, from: number) => number;
  readonly truncate: (fd: number, size: number) => void;
  /** When it resolves, everything that was written before the call has survived a power cut. */
  readonly sync: (fd: number) => Promise<void>;
}

export const systemFiles: Files = Object.freeze({
  write: (fd: number, bytes: Uint8Array, from: number): number => writeSync(fd, bytes, from, bytes.length - from),
  truncate: ftruncateSync,
  sync: promisify(fdatasync),
});

/** Reads a file from its first byte on. */
export function readFrom(fd: number): Read {
  let position = 0;
  return async (into) => {
    const { bytesRead } = await readFile(fd, into, 0, into.length, position);
    position += bytesRead;
    return bytesRead;
  };
}
