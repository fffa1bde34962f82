import type { Head } from './chain.js';
import type { Checked } from './check.js';
import { AuditError, wordFor } from './error.js';
import { type Files, readFrom } from './files.js';
import { findOpen } from './find-open.js';
import { BEGINNING, type Place, type Walked, walk } from './walk.js';

/** What an earlier run left, ready to be continued. */
export interface Recovered {
  readonly head: Head;
  /** Of the whole records, which is now the file's. */
  readonly size: number;
  /** Cut off behind them. */
  readonly tornBytes: number;
  /** Ids of intents without outcome, in the order of the intents. */
  readonly openCalls: readonly string[];
}

/**
 * Reads the log behind `fd`, which is locked, from its last list of open calls on, else whole, and cuts a torn tail off:
 * it was never on record, because nobody was told so before its LF was written. What is read is verified.
 * Rejects with `broken`, `not_a_log` or `cannot_open`, and the file is then as it was.
 */
export async function recover(fd: number, path: string, files: Files): Promise<Recovered> {
  const openCalls = new Set<string>();
  const walked = await read(fd, files, openCalls).catch((cause) => {
    throw new AuditError('cannot_open', `cannot read audit log \`${path}\`: ${wordFor(cause)}`, { cause });
  });
  if (walked.end === 'foreign') {
    throw new AuditError('not_a_log', `\`${path}\` is not an audit log: ${walked.reason}`);
  }
  if (walked.end === 'broken') {
    const place = `record ${walked.seq} at byte ${walked.offset}`;
    throw new AuditError('broken', `audit log \`${path}\` is broken and was not touched: ${place}: ${walked.flaw}`);
  }
  const tornBytes = walked.end === 'torn' ? walked.tornBytes : 0;
  if (tornBytes > 0) cut(fd, path, walked.size, files);
  return { head: walked.head, size: walked.size, tornBytes, openCalls: [...openCalls] };
}

async function read(fd: number, files: Files, openCalls: Set<string>): Promise<Walked> {
  const listing = await findOpen(fd, files.look(fd)?.size ?? 0, files);
  let from: Place = BEGINNING;
  if (listing !== undefined) {
    // Which log it is stands in the first record; every `start` behind the place has to say the same.
    const first = await walk(readFrom(fd, files), () => false);
    if (first.end !== 'whole') return first;
    const { seq, prev: hash, offset } = listing;
    from = { head: { seq: seq - 1, hash, ts: '', log: first.head.log }, offset };
  }
  const visit = (record: Checked): true => follow(record, openCalls);
  return walk(readFrom(fd, files, from.offset), visit, from);
}

function follow({ kind, members }: Checked, openCalls: Set<string>): true {
  const { call, calls } = members;
  if (kind === 'open') {
    // The place that a walk begins at, if it is anywhere.
    if (Array.isArray(calls)) for (const open of calls) if (typeof open === 'string') openCalls.add(open);
  } else if (typeof call === 'string') {
    if (kind === 'intent') openCalls.add(call);
    else if (kind === 'outcome') openCalls.delete(call);
  }
  return true;
}

function cut(fd: number, path: string, size: number, files: Files): void {
  try {
    files.truncate(fd, size);
  } catch (cause) {
    const text = `cannot cut the torn tail of audit log \`${path}\`: ${wordFor(cause)}`;
    throw new AuditError('cannot_open', text, { cause });
  }
}
