import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openLog, verifyLog } from '../src/index.js';
import { begin, id, parse, temporaryFolder } from './tools/samples.js';

const folder = temporaryFolder();
const program = fileURLToPath(new URL('tools/fill.mjs', import.meta.url));

it.each(['sync', 'os'] as const)(
  'R25 a limit on the size of files (EFBIG, SIGXFSZ) refuses what does not fit, and the process lives (%s)',
  async (durability) => {
    const path = join(folder, `${durability}.jsonl`);
    const script = 'ulimit -f 3 && exec "$0" "$@"';
    const answer = execFileSync('bash', ['-c', script, process.execPath, program, path, durability], {
      encoding: 'utf8',
    });
    const said: string[] = JSON.parse(answer);
    const recorded = said.filter((word) => word === 'recorded').length;
    expect(recorded).toBeGreaterThan(2);
    expect(said).toEqual([...Array(recorded).fill('recorded'), ...Array(10).fill('not_written EFBIG'), 'closed']);
    expect(await verifyLog(path)).toMatchObject({ status: 'ok', records: 1 + recorded });
    const log = await openLog({ path, durability, start: begin });
    await log.close();
    expect(log.recovered).toEqual({ tornBytes: 0, openCalls: recorded });
    expect(parse(readFileSync(path, 'utf8'))[1]).toMatchObject({ kind: 'intent', call: id(0) });
  },
);
