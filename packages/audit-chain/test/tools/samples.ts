import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { CallEntry, OutcomeEntry, Start } from '../../src/index.js';

export const begin: Start = Object.freeze({ version: '0.1.0', plugins: [], policies: [], arguments: 'none' });

/** Ids that read well in a failing test. */
export const id = (index: number): string => index.toString(16).padStart(32, '0');

export function intent(index: number): CallEntry {
  return {
    kind: 'intent',
    call: id(index),
    session: id(0),
    agent: 'agent:local',
    server: 'files',
    method: 'tools/call',
    tool: 'read_file',
    decision: { effect: 'allow', policy: 'baseline' },
  };
}

export function outcome(index: number): OutcomeEntry {
  return { kind: 'outcome', call: id(index), result: { status: 'ok', bytes: 2, sha256: 'a'.repeat(64), ms: 1 } };
}

/** A folder that is gone after the file's tests. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'audit-chain-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Parsed {
  readonly kind: string;
  readonly ts: string;
  readonly call?: string;
  readonly log?: string;
}

/** The records of a log's text. */
export function parse(text: string): Parsed[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}
