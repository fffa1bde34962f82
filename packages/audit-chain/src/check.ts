import { isAscii, isUtf8 } from 'node:buffer';
import type { Head } from './chain.js';
import { hashBytes, TAIL } from './format.js';
import { readMembers } from './read-members.js';

/** What is wrong with the first record that is wrong. A closed list; the text is what an operator reads. */
export type Flaw =
  | 'torn tail'
  | 'line longer than 64 MiB'
  | 'does not end like a record'
  | 'not UTF-8'
  | 'does not begin like a record'
  | 'sequence number is not the last one plus 1'
  | 'prev is not the hash of the record before'
  | 'hash does not match'
  | 'not JSON'
  | 'time is before the last record'
  | 'first record is not a start'
  | 'start without the id of its log'
  | 'start of another log'
  | 'hash is not the expected head';

/** A record that verified. */
export interface Checked {
  readonly kind: string;
  readonly members: { readonly [name: string]: unknown };
  readonly head: Head;
}

const BEGIN = '{"v":1,"seq":';
/** Longest text that HEAD can match: 16 digits of seq, 32 letters of kind. */
export const LONGEST_HEAD = 177;
const HEAD =
  /^\{"v":1,"seq":([1-9][0-9]{0,15}),"ts":"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z)","prev":"([0-9a-f]{64})","kind":"([a-z_]{1,32})"/;
const END = /^,"hash":"([0-9a-f]{64})"\}$/;

/** Checks one whole line, without its LF, against the chain before it. */
export function check(line: Buffer, before: Head): Checked | Flaw {
  const hash = readTail(line);
  if (hash === undefined) return 'does not end like a record';
  // Most lines are ASCII, and then the text is the bytes and needs no decoding.
  const isPlain = isAscii(line);
  if (!isPlain && !isUtf8(line)) return 'not UTF-8';
  const body = line.subarray(0, line.length - TAIL);
  const head = HEAD.exec(body.toString('latin1', 0, LONGEST_HEAD));
  if (head === null) return 'does not begin like a record';
  const [, seq = '', ts = '', prev = '', kind = ''] = head;
  if (seq !== String(before.seq + 1)) return 'sequence number is not the last one plus 1';
  if (prev !== before.hash) return 'prev is not the hash of the record before';
  if (hash !== hashBytes(body)) return 'hash does not match';
  const members = readMembers(line.toString(isPlain ? 'latin1' : 'utf8'));
  if (members === undefined) return 'not JSON';
  if (ts < before.ts) return 'time is before the last record';
  const log = identify(kind, members, before);
  if (typeof log !== 'string') return log.flaw;
  return { kind, members, head: { seq: before.seq + 1, hash, ts, log } };
}

/**
 * Whether a file that begins with this line can be a log at all: the line begins or ends like a record, or is the torn
 * beginning of one. What is not a log is never cut or written to.
 */
export function resembles(line: Buffer, isWhole: boolean): boolean {
  const begin = line.toString('latin1', 0, BEGIN.length);
  const begins = isWhole ? begin === BEGIN : BEGIN.startsWith(begin);
  return begins || readTail(line) !== undefined;
}

function readTail(line: Buffer): string | undefined {
  if (line.length < TAIL) return undefined;
  return END.exec(line.toString('latin1', line.length - TAIL))?.[1];
}

/** What a whole line says of itself when it begins like a record; nothing of it is verified. */
export function readHead(
  line: Buffer,
): { readonly seq: number; readonly prev: string; readonly kind: string } | undefined {
  const head = HEAD.exec(line.toString('latin1', 0, LONGEST_HEAD));
  if (head === null) return undefined;
  const [, seq = '', , prev = '', kind = ''] = head;
  return { seq: Number(seq), prev, kind };
}

/** The id of the log that this record belongs to. */
function identify(kind: string, { log }: Checked['members'], before: Head): string | { readonly flaw: Flaw } {
  if (kind !== 'start') return before.seq === 0 ? { flaw: 'first record is not a start' } : before.log;
  if (typeof log !== 'string') return { flaw: 'start without the id of its log' };
  return before.seq === 0 || log === before.log ? log : { flaw: 'start of another log' };
}
