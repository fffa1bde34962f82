import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { openDefaultLog, openLog, verifyLog } from '../src/index.js';
import { sha256 } from './tools/forge.js';
import { begin, parse, temporaryFolder } from './tools/samples.js';

const folder = temporaryFolder();
const program = fileURLToPath(new URL('tools/hold.mjs', import.meta.url));
const children: ChildProcess[] = [];
const open = (path: string) => openLog({ path, durability: 'os', start: begin });

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Starts a process that tries to hold the log and waits for what it says. */
async function hold(path: string, ...more: string[]): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [program, path, ...more], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const [said] = await once(child.stdout as NodeJS.ReadableStream, 'data');
  return { child, said: String(said).trim() };
}

describe('lock', () => {
  it('lets one of several racing processes in, and the others change nothing', async () => {
    const path = join(folder, 'race.jsonl');
    const racers = await Promise.all(Array.from({ length: 5 }, () => hold(path)));
    expect(racers.map(({ said }) => said).sort()).toEqual(['locked', 'locked', 'locked', 'locked', 'open']);
    expect(parse(readFileSync(path, 'utf8')).map(({ kind }) => kind)).toEqual(['start']);
    await expect(open(path)).rejects.toMatchObject({ code: 'locked' });
  });

  it('R3 is free after kill -9 of its holder, also while a child of the holder lives', async () => {
    const path = join(folder, 'killed.jsonl');
    const { child, said } = await hold(path, 'with a child');
    const grandchild = Number(said.split(' ')[1]);
    try {
      await expect(open(path)).rejects.toMatchObject({ code: 'locked' });
      child.kill('SIGKILL');
      await once(child, 'exit');
      const log = await open(path);
      await log.close();
      expect(await verifyLog(path)).toMatchObject({ status: 'ok', records: 2 });
    } finally {
      process.kill(grandchild, 'SIGKILL');
    }
  });

  it('is free after the holder closed, and taken within one process too', async () => {
    const path = join(folder, 'closed.jsonl');
    const first = await open(path);
    await expect(open(path)).rejects.toMatchObject({ code: 'locked' });
    await first.close();
    await (await open(path)).close();
  });

  it('gives a second gateway on the same default the next file', async () => {
    const env = { XDG_STATE_HOME: join(folder, 'state') };
    const wrapped = { server: 'files', argv: ['npx', 'server'], cwd: '/home/a', env };
    const digest = sha256('[["npx","server"],"/home/a"]').slice(0, 8);
    const options = { durability: 'os', start: begin } as const;
    const logs = [await openDefaultLog(wrapped, options), await openDefaultLog(wrapped, options)];
    const third = await openDefaultLog({ ...wrapped, cwd: '/home/b' }, options);
    for (const log of [...logs, third]) await log.close();
    expect(logs.map(({ path }) => path)).toEqual([
      join(folder, `state/ostiary/files-${digest}.jsonl`),
      join(folder, `state/ostiary/files-${digest}-2.jsonl`),
    ]);
    expect(third.path).not.toContain(digest);
    const again = await openDefaultLog(wrapped, options);
    await again.close();
    expect(again.path).toBe(logs[0]?.path);
  });
});
