import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import type { Flaw } from './check.js';
import { AuditError, isSystemError } from './error.js';
import { readFrom } from './files.js';
import type { Read } from './lines.js';
import { walk } from './walk.js';

/** What verification found. */
export type Verdict =
  | {
      readonly status: 'ok';
      readonly records: number;
      /** Hash of the last record. */
      readonly head: string;
      /** True when the last record is the expected one; else records may be missing behind it. */
      readonly anchored: boolean;
    }
  | {
      readonly status: 'broken';
      /** The number that the first broken record has to have. */
      readonly seq: number;
      /** Of its first byte. */
      readonly offset: number;
      readonly reason: Flaw;
    }
  /** Empty, missing, no file, not a log, or a read failed. */
  | { readonly status: 'unreadable'; readonly reason: string };

const HASH = /^[0-9a-f]{64}$/;

/**
 * Checks a log as docs/audit-format.md says, streaming. With `expectHead`, the hash of the last record must be that one.
 * Throws `bad_argument` when `expectHead` is not 64 lower-case hex digits; every state of the file is a verdict.
 */
export async function verifyLog(path: string, options: { readonly expectHead?: string } = {}): Promise<Verdict> {
  const { expectHead } = options;
  if (expectHead !== undefined && !HASH.test(expectHead)) {
    throw new AuditError('bad_argument', 'the expected head is not 64 lower-case hex digits');
  }
  try {
    // O_NONBLOCK: opening a FIFO must not wait for somebody who writes to it.
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    try {
      if (!fstatSync(fd).isFile()) return { status: 'unreadable', reason: 'not a file' };
      return await judge(readFrom(fd), expectHead);
    } finally {
      closeSync(fd);
    }
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    return { status: 'unreadable', reason: cause.code };
  }
}

/** The verdict on bytes, wherever they come from. */
export async function judge(read: Read, expectHead?: string): Promise<Verdict> {
  const walked = await walk(read, () => true);
  if (walked.end === 'foreign') return { status: 'unreadable', reason: `not an audit log: ${walked.reason}` };
  if (walked.end === 'broken') {
    return { status: 'broken', seq: walked.seq, offset: walked.offset, reason: walked.flaw };
  }
  const { seq, hash } = walked.head;
  if (walked.end === 'torn') return { status: 'broken', seq: seq + 1, offset: walked.size, reason: 'torn tail' };
  if (seq === 0) return { status: 'unreadable', reason: 'empty' };
  if (expectHead !== undefined && hash !== expectHead) {
    return { status: 'broken', seq, offset: walked.lastOffset, reason: 'hash is not the expected head' };
  }
  return { status: 'ok', records: seq, head: hash, anchored: expectHead !== undefined };
}
