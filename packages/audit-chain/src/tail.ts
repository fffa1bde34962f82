import { closeSync, constants, fstatSync, openSync, statSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { resembles } from './check.js';
import { AuditError, wordFor } from './error.js';
import { readFrom, systemFiles } from './files.js';
import { readLines } from './lines.js';

/** What a reader of the end of a log is told. Nothing of it is verified. */
export type TailItem =
  /** A whole line, without its LF. */
  | { readonly kind: 'record'; readonly line: string }
  /** The log ends in so many bytes without an LF. Not told while following: the rest may be on its way. */
  | { readonly kind: 'unfinished'; readonly bytes: number }
  /** While following: another file has the name now, and is read from its beginning. */
  | { readonly kind: 'replaced' }
  /** While following: there is no file of the name; the one that was goes on being read until there is. */
  | { readonly kind: 'gone' }
  /** While following: the log is shorter than what was read of it. */
  | { readonly kind: 'cut'; readonly size: number };

/** Milliseconds between two looks at a log that is followed. */
const LOOK_EVERY = 200;

/** Bytes that are looked at in one go, from the end backwards. */
const CHUNK = 64 * 1024;

const LF = 10;

/**
 * Yields the last `last` records of a log, and with `follow` what comes behind them, for ever.
 * Throws `cannot_open`, `not_a_file`, or `not_a_log` (also of an empty file that is not followed).
 */
export async function* tailLog(
  path: string,
  options: { readonly last: number; readonly follow: boolean },
): AsyncGenerator<TailItem> {
  let fd = open(path);
  try {
    await checkBeginning(fd, path, options.follow);
    let position = await findLast(fd, fstatSync(fd).size, options.last);
    let isGone = false;
    for (;;) {
      position = yield* readWhole(fd, position);
      const { size, ino, dev } = fstatSync(fd);
      if (!options.follow) {
        if (size > position) yield { kind: 'unfinished', bytes: size - position };
        return;
      }
      if (size < position) {
        yield { kind: 'cut', size };
        position = size;
      }
      await wait(LOOK_EVERY);
      const there = statSync(path, { throwIfNoEntry: false });
      if (there === undefined && !isGone) yield { kind: 'gone' };
      isGone = there === undefined;
      if (there !== undefined && (there.ino !== ino || there.dev !== dev)) {
        yield* readWhole(fd, position);
        yield { kind: 'replaced' };
        const next = open(path);
        closeSync(fd);
        fd = next;
        position = 0;
      }
    }
  } catch (cause) {
    throw cause instanceof AuditError ? cause : unreadable(path, cause);
  } finally {
    closeSync(fd);
  }
}

function unreadable(path: string, cause: unknown): AuditError {
  return new AuditError('cannot_open', `cannot read audit log \`${path}\`: ${wordFor(cause)}`, { cause });
}

function open(path: string): number {
  try {
    // O_NONBLOCK: opening a FIFO must not wait for somebody who writes to it.
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    if (fstatSync(fd).isFile()) return fd;
    closeSync(fd);
  } catch (cause) {
    throw unreadable(path, cause);
  }
  throw new AuditError('not_a_file', `audit log \`${path}\` is not a regular file`);
}

async function checkBeginning(fd: number, path: string, mayBeEmpty: boolean): Promise<void> {
  const buffer = Buffer.alloc(CHUNK);
  const begin = buffer.subarray(0, await systemFiles.read(fd, buffer, 0));
  if (begin.length === 0 && mayBeEmpty) return;
  const end = begin.indexOf(LF);
  const isLog = begin.length > 0 && resembles(end === -1 ? begin : begin.subarray(0, end), end !== -1);
  if (!isLog) throw new AuditError('not_a_log', `\`${path}\` is ${begin.length === 0 ? 'empty' : 'not an audit log'}`);
}

/** Where the last `last` whole lines begin. */
async function findLast(fd: number, size: number, last: number): Promise<number> {
  const buffer = Buffer.allocUnsafe(CHUNK);
  let ends = 0;
  for (let end = size; end > 0; ) {
    const begin = Math.max(0, end - CHUNK);
    const count = await systemFiles.read(fd, buffer.subarray(0, end - begin), begin);
    const chunk = buffer.subarray(0, count);
    for (let at = chunk.lastIndexOf(LF); at !== -1; at = at === 0 ? -1 : chunk.lastIndexOf(LF, at - 1)) {
      // The first one that is met ends the last line.
      if (ends === last) return begin + at + 1;
      ends += 1;
    }
    end = begin;
  }
  return 0;
}

/** Yields the whole lines from `position` on and gives the end of the last one. */
async function* readWhole(fd: number, position: number): AsyncGenerator<TailItem, number> {
  let end = position;
  for await (const lines of readLines(readFrom(fd, systemFiles, position), position)) {
    for (const { bytes, offset, isWhole } of lines) {
      if (!isWhole) return end;
      yield { kind: 'record', line: bytes.toString('utf8') };
      end = offset + bytes.length + 1;
    }
  }
  return end;
}
