import { fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';

/** A message of 100 kB in one read where the other side is a socket, which holds 208 KiB by default; a pipe holds 64 KiB. */
const readSize = 256 * 1024;

/** An input, and whether its chunks change as soon as its listener for data returns. */
export interface Input {
  stream: Readable;
  lent: boolean;
}

/**
 * This process's standard input. Where it is a pipe or a socket, everything is read into one piece of memory: `process.stdin`
 * takes 64 KiB of new memory for each read, however little comes, and makes the collector run for it all the time.
 */
export function openStdin(): Input {
  const kind = fstatSync(0);
  if (!kind.isFIFO() && !kind.isSocket()) return { stream: process.stdin, lent: false };
  const stream = new Socket({
    fd: 0,
    readable: true,
    writable: false,
    onread: {
      buffer: new Uint8Array(readSize),
      callback(length, { buffer }) {
        stream.emit('data', new Uint8Array(buffer, 0, length));
        return true;
      },
    },
  });
  return { stream, lent: true };
}
