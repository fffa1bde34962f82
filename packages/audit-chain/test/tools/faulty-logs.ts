import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Durability, type Log, openLog } from '../../src/index.js';
import { type FaultyFiles, faultyFiles } from './faulty-files.js';
import { begin, parse } from './samples.js';

interface FaultyLog {
  readonly log: Log;
  /** What it writes through; its events begin behind the start of the log. */
  readonly files: FaultyFiles;
  readonly path: string;
}

/** Opens logs in a folder, each a new one, on files that can be told to fail. */
export function faultyLogs(folder: string): (durability: Durability) => Promise<FaultyLog> {
  let count = 0;
  return async (durability) => {
    const path = join(folder, `${count++}.jsonl`);
    const files = faultyFiles();
    const log = await openLog({ path, durability, start: begin, files });
    files.events.length = 0;
    return { log, files, path };
  };
}

/** The kinds of a log's records, each with the number of its call. */
export function kinds(path: string): string[] {
  return parse(readFileSync(path, 'utf8')).map(
    (record) => `${record.kind} ${Number.parseInt(String(record.call), 16)}`,
  );
}
