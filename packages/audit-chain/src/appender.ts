import { chain, formatTime, type Group, type Head } from './chain.js';
import { AuditError, wordFor } from './error.js';
import type { Files } from './files.js';

/** Writes whole groups of records, or nothing of them. */
export interface Appender {
  /** Chains and writes the bodies as one group. Throws `not_written`; the log then ends where it ended before. */
  readonly append: (bodies: readonly string[]) => void;
}

/** `size` is the end of the last whole record, `head` that record. */
export function createAppender(fd: number, size: number, head: Head, files: Files, now: () => number): Appender {
  let end = size;
  let last = head;
  let isBehind = false;
  /** Bytes may stand behind `end` that belong to a group which was refused. */
  let isDirty = false;

  function append(bodies: readonly string[]): void {
    let group: Group;
    try {
      if (isDirty) cutBack();
      group = chain(last, bodies, formatTime(now()), isBehind);
      isDirty = true;
      writeAll(group.bytes);
    } catch (cause) {
      undo();
      throw new AuditError('not_written', `the audit log could not be written: ${wordFor(cause)}`, { cause });
    }
    isDirty = false;
    end += group.bytes.length;
    last = group.head;
    isBehind = group.isBehind;
  }

  /** A crash in here leaves a torn tail, or whole records of calls that were never forwarded: both are read at the next start. */
  function writeAll(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) {
      const taken = files.write(fd, bytes, done);
      if (taken === 0) throw new Error('nothing was taken');
      done += taken;
    }
  }

  /** Nobody was told of anything behind `end`: every answer that is out has its outcome before it. */
  function cutBack(): void {
    files.truncate(fd, end);
    isDirty = false;
  }

  function undo(): void {
    if (!isDirty) return;
    try {
      cutBack();
    } catch {
      // `isDirty` stays, so the next append cuts first and is refused when it cannot: the first error is the one to tell.
    }
  }

  return { append };
}
