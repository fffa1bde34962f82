import { hash } from 'node:crypto';

/** Hashed in front of every record, so that no record's hash is the hash of anything else. */
export const DOMAIN: Buffer = Buffer.from('ostiary-audit-v1\n');

/** `prev` of the first record. */
export const GENESIS: string = '0'.repeat(64);

/** Bytes of `,"hash":"` + 64 hex digits + `"}`, which end every record. */
export const TAIL = 75;

/** Longest line, its LF not counted. Bounds the memory of every reader. */
export const LONGEST_LINE: number = 64 * 1024 * 1024;

/** The longest that all of a record can be that does not come from its entry: head (177), tail, braces and commas. */
export const FRAME = 256;

/** The hash of a record from the domain and its bytes before the tail, which stand behind each other. */
export function hashSealed(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}

/** Most records fit; a longer one is put together anew. */
const scratch: Buffer = Buffer.alloc(16 * 1024);
DOMAIN.copy(scratch);

/** The hash of a record from its bytes before the tail. */
export function hashBytes(bytes: Buffer): string {
  const end = DOMAIN.length + bytes.length;
  if (end > scratch.length) return hashSealed(Buffer.concat([DOMAIN, bytes]));
  bytes.copy(scratch, DOMAIN.length);
  return hashSealed(scratch.subarray(0, end));
}
