import { hash } from 'node:crypto';

/** Hashed in front of every record, so that no record's hash is the hash of anything else. */
const DOMAIN = 'ostiary-audit-v1\n';

/** `prev` of the first record. */
export const GENESIS: string = '0'.repeat(64);

/** Bytes of `,"hash":"` + 64 hex digits + `"}`, which end every record. */
export const TAIL = 75;

/** Longest line, its LF not counted. Bounds the memory of every reader. */
export const LONGEST_LINE: number = 64 * 1024 * 1024;

/** The longest that all of a record can be that does not come from its entry: head (177), tail, braces and commas. */
export const FRAME = 256;

/** The hash of a record from its text before the tail. The text must be well-formed Unicode. */
export function hashText(text: string): string {
  return hash('sha256', DOMAIN + text, 'hex');
}

/** The domain and room behind it. Most records fit; for a longer one the bytes are put together anew. */
const sheet: Buffer = Buffer.alloc(16 * 1024);
const begin: number = sheet.write(DOMAIN);

/** The hash of a record from its bytes before the tail. */
export function hashBytes(bytes: Buffer): string {
  if (begin + bytes.length > sheet.length) return hash('sha256', Buffer.concat([Buffer.from(DOMAIN), bytes]), 'hex');
  return hash('sha256', sheet.subarray(0, begin + bytes.copy(sheet, begin)), 'hex');
}
