import { createHash } from 'node:crypto';

export const ZEROS: string = '0'.repeat(64);
export const LOG_ID = 'c0ffee00c0ffee00c0ffee00c0ffee00';

export const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A record's hash, from the description of the format and not from the product. */
export function hashOf(body: string | Uint8Array): string {
  return createHash('sha256').update('ostiary-audit-v1\n').update(body).digest('hex');
}

export interface Parts {
  readonly v?: string;
  readonly seq?: string;
  readonly ts?: string;
  readonly prev?: string;
  /** From `kind` on, without the tail. */
  readonly rest: string;
}

/** Somebody who owns the file and knows the format: a log of anything, with hashes that fit. */
export function seal(records: readonly Parts[], from: { seq: number; prev: string } = { seq: 1, prev: ZEROS }): Buffer {
  let { prev } = from;
  const lines = records.map((parts, index) => {
    const seq = parts.seq ?? String(from.seq + index);
    const ts = parts.ts ?? '2026-01-01T00:00:00.000Z';
    const head = `{"v":${parts.v ?? '1'},"seq":${seq},"ts":"${ts}","prev":"${parts.prev ?? prev}",${parts.rest}`;
    const body = Buffer.from(head, 'latin1');
    prev = hashOf(body);
    return Buffer.concat([body, Buffer.from(`,"hash":"${prev}"}\n`)]);
  });
  return Buffer.concat(lines);
}

export const start = (log: string = LOG_ID): Parts => ({
  rest: `"kind":"start","log":"${log}","version":"0.1.0","durability":"sync","arguments":"none"`,
});

export const other = (index: number): Parts => ({
  rest: `"kind":"outcome","call":"${String(index).padStart(32, '0')}","result":{"status":"ok","ms":${index}}`,
});

/** The lines of a log, each with its LF. */
export function split(log: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let at = 0; at < log.length; ) {
    const end = log.indexOf(10, at);
    const next = end === -1 ? log.length : end + 1;
    lines.push(log.subarray(at, next));
    at = next;
  }
  return lines;
}
