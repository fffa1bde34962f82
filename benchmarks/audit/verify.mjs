// Verification of a long log in a process of its own, whose memory is watched, against one SHA-256 over the same file.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { openLog } from '@ostiary/audit-chain';
import { residentMB } from '../lib/processes.mjs';
import { begin, entriesOf } from './entries.mjs';

const reader = fileURLToPath(new URL('read-log.mjs', import.meta.url));

/** How many pairs are handed over before waiting for them. */
const BATCH = 500;

/** Writes a log of so many records; gives its path and size in MB. */
export async function writeLog(records, folder) {
  const path = join(folder, 'long.jsonl');
  const log = await openLog({ path, durability: 'os', start: begin });
  // The first record is the `start`.
  for (let made = 1; made < records; ) {
    const waiting = [];
    for (let pair = 0; pair < BATCH && made < records; pair += 1) {
      const [intent, outcome] = entriesOf(made);
      waiting.push(log.record(intent), log.note(outcome));
      made += 2;
    }
    await Promise.all(waiting);
  }
  await log.close();
  return { path, megabytes: statSync(path).size / 1e6 };
}

/** Runs one way of reading (`verify` or `sha256`): seconds, seconds of processor time with the start of Node, and memory in MB every 20 ms. */
export async function readLog(way, path) {
  const child = spawn(execPath, [reader, way, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const seen = [];
  const watch = setInterval(() => {
    try {
      seen.push(residentMB(child.pid));
    } catch {
      // It has ended, and its `exit` is on its way.
    }
  }, 20);
  const output = text(child.stdout);
  const [status] = await once(child, 'exit');
  clearInterval(watch);
  if (status !== 0) throw new Error(`reading with ${way} ended with ${status}`);
  return { ...JSON.parse(await output), seen };
}
