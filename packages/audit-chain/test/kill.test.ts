import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openLog, verifyLog } from '../src/index.js';
import { begin, parse, temporaryFolder } from './tools/samples.js';

const folder = temporaryFolder();
const program = fileURLToPath(new URL('tools/flood.mjs', import.meta.url));

/** Floods the log, kills the process some milliseconds after its first word, and returns all whole words that it said. */
async function floodAndKill(path: string, durability: string, after: number): Promise<string[]> {
  const child = spawn(process.execPath, [program, path, durability], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  const closed = once(child, 'close');
  await once(child.stdout, 'data');
  await wait(after);
  child.kill('SIGKILL');
  await closed;
  return said.split('\n').slice(0, -1);
}

it.each(['sync', 'os'] as const)(
  'R20 kill -9 under 50 calls in flight loses nothing that was on record (%s)',
  async (durability) => {
    const path = join(folder, `${durability}.jsonl`);
    const told: string[] = [];
    for (let round = 0; round < 6; round += 1) {
      told.push(...(await floodAndKill(path, durability, 7 * round)));
      const verdict = await verifyLog(path);
      if (verdict.status !== 'ok') expect(verdict).toMatchObject({ status: 'broken', reason: 'torn tail' });
    }
    const log = await openLog({ path, durability, start: begin });
    await log.close();
    expect((await verifyLog(path)).status).toBe('ok');

    const records = parse(readFileSync(path, 'utf8'));
    const written = new Set(records.map(({ kind, call }) => `${kind} ${call}`));
    expect(told.length).toBeGreaterThan(6 * 50);
    expect(told.filter((line) => !written.has(line))).toEqual([]);
    const callsOf = (wanted: string) => records.flatMap(({ kind, call }) => (kind === wanted ? [call] : [])).sort();
    expect(callsOf('outcome')).toEqual(callsOf('intent'));
  },
);
