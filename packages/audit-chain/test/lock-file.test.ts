import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { type Claim, claimOf, isOver } from '../src/claim.js';
import { openLog, verifyLog } from '../src/index.js';
import { holdFile } from '../src/lock-file.js';
import { begin, intent, parse, temporaryFolder } from './tools/samples.js';

const folder = temporaryFolder();
const nothing = join(folder, 'nothing');
mkdirSync(nothing);
const program = fileURLToPath(new URL('tools/hold.mjs', import.meta.url));
const children: ChildProcess[] = [];
const { PATH } = process.env;

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Starts a process that tries to hold the log and waits for what it says. Without `flock` unless told otherwise. */
async function hold(path: string, searched: string = nothing): Promise<{ child: ChildProcess; said: string }> {
  const stdio = ['pipe', 'pipe', 'inherit'] as const;
  const child = spawn(process.execPath, [program, path], {
    stdio: [...stdio],
    env: { ...process.env, PATH: searched },
  });
  children.push(child);
  const [said] = await once(child.stdout as NodeJS.ReadableStream, 'data');
  return { child, said: String(said).trim() };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const kinds = (path: string) => parse(readFileSync(path, 'utf8')).map(({ kind }) => kind);
const beside = (path: string) => readdirSync(folder).filter((name) => join(folder, name).startsWith(`${path}.`));

describe('without a `flock` command', () => {
  it('R27 lets one of several racing processes in, and leaves nothing behind when it closes', async () => {
    const path = join(folder, 'race.jsonl');
    const racers = await Promise.all(Array.from({ length: 6 }, () => hold(path)));
    expect(racers.map(({ said }) => said).sort()).toEqual([...Array(5).fill('locked'), 'open']);
    expect(kinds(path)).toEqual(['start']);
    const holder = racers.find(({ said }) => said === 'open')?.child as ChildProcess;
    holder.stdin?.end();
    await once(holder, 'exit');
    expect(beside(path)).toEqual([]);
  });

  it('R27 lets one of several take over from a holder that was killed, again and again', async () => {
    const path = join(folder, 'takeover.jsonl');
    await kill((await hold(path)).child);
    for (let round = 0; round < 5; round += 1) {
      const racers = await Promise.all(Array.from({ length: 4 }, () => hold(path)));
      expect(racers.map(({ said }) => said).sort()).toEqual(['locked', 'locked', 'locked', 'open']);
      await Promise.all(racers.filter(({ said }) => said === 'open').map(({ child }) => kill(child)));
    }
    expect(kinds(path)).toEqual(Array(6).fill('start'));
    expect((await verifyLog(path)).status).toBe('ok');
    expect(beside(path)).toEqual([`takeover.jsonl.lock`]);
  });

  it.each([
    ['first', 'has', nothing],
    ['second', 'has', PATH ?? ''],
  ])('R27 keeps out the one when the other, the %s, %s the command', async (which, _, searched) => {
    const path = join(folder, `mixed-${which}.jsonl`);
    const first = await hold(path, which === 'first' ? PATH : nothing);
    expect(first.said).toBe('open');
    expect((await hold(path, searched)).said).toBe('locked');
    await kill(first.child);
    expect((await hold(path, searched)).said).toBe('open');
  });

  it('refuses everything when its lock file is taken away', async () => {
    Object.assign(process.env, { PATH: nothing });
    const path = join(folder, 'taken.jsonl');
    try {
      const log = await openLog({ path, durability: 'os', start: begin });
      await log.record(intent(1));
      expect(statSync(`${path}.lock`).mode & 0o777).toBe(0o600);
      await expect(openLog({ path, durability: 'os', start: begin })).rejects.toMatchObject({ code: 'locked' });
      unlinkSync(`${path}.lock`);
      await expect(log.record(intent(2))).rejects.toMatchObject({ code: 'changed' });
      await expect(log.close()).rejects.toMatchObject({ code: 'changed' });
    } finally {
      Object.assign(process.env, { PATH });
    }
  });

  it('is free after a start that failed, in the same process too', async () => {
    Object.assign(process.env, { PATH: nothing });
    const path = join(folder, 'failed.jsonl');
    writeFileSync(path, 'no log\n');
    try {
      await expect(openLog({ path, durability: 'os', start: begin })).rejects.toMatchObject({ code: 'not_a_log' });
      expect(beside(path)).toEqual([]);
      unlinkSync(path);
      await (await openLog({ path, durability: 'os', start: begin })).close();
    } finally {
      Object.assign(process.env, { PATH });
    }
  });

  it('refuses a log beside which no lock file can stand', async () => {
    Object.assign(process.env, { PATH: nothing });
    const path = join(folder, `${'n'.repeat(240)}.jsonl`);
    try {
      await expect(openLog({ path, durability: 'os', start: begin })).rejects.toMatchObject({
        code: 'no_lock',
        message: expect.stringContaining('no command `flock` (util-linux), and no lock file: ENAMETOOLONG'),
      });
    } finally {
      Object.assign(process.env, { PATH });
    }
    await (await openLog({ path, durability: 'os', start: begin })).close();
  });
});

describe('with a `flock` command', () => {
  const elsewhere = { ...claimOf(process.pid, true), host: `not-${hostname()}` };
  const open = (path: string) => openLog({ path, durability: 'os', start: begin });

  it('the kernel knows better than a lock file of another machine, if that had the kernel’s lock too', async () => {
    const path = join(folder, 'elsewhere.jsonl');
    writeFileSync(`${path}.lock`, JSON.stringify(elsewhere));
    await (await open(path)).close();
    expect(existsSync(`${path}.lock`)).toBe(false);
    writeFileSync(`${path}.lock`, JSON.stringify({ ...elsewhere, flock: false }));
    await expect(open(path)).rejects.toMatchObject({
      code: 'locked',
      message: expect.stringContaining(`${path}.lock`),
    });
    expect(existsSync(`${path}.lock`)).toBe(true);
  });

  it('a lock file that a power cut emptied holds nobody up', async () => {
    const path = join(folder, 'emptied.jsonl');
    writeFileSync(`${path}.lock`, '');
    await (await open(path)).close();
    expect(existsSync(`${path}.lock`)).toBe(false);
  });
});

describe('a claim', () => {
  const own = claimOf(process.pid, false);

  it('is past only when its process is gone for certain', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    const cases: readonly [Claim, boolean][] = [
      [own, false],
      [{ ...own, pid: child.pid as number }, true],
      [{ ...own, start: '1' }, true],
      [{ ...own, start: '' }, false],
      [{ ...own, pid: 1, start: claimOf(1, false).start }, false],
      [{ ...own, boot: 'another run of this machine' }, true],
      [{ ...own, space: 'pid:[1]', pid: child.pid as number }, false],
      [{ ...own, host: `not-${hostname()}`, boot: 'x', pid: child.pid as number }, false],
    ];
    expect(cases.map(([claim]) => isOver(claim))).toEqual(cases.map(([, expected]) => expected));
  });

  it('of a process that is dead and not yet collected is past', async () => {
    // The shell becomes a `sleep`, which never asks how its child ended.
    const parent = spawn('sh', ['-c', 'sleep 0.5 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    children.push(parent);
    const [said] = await once(parent.stdout, 'data');
    const claim = claimOf(Number(said), false);
    expect(isOver(claim)).toBe(false);
    await expect.poll(() => isOver(claim), { timeout: 10_000 }).toBe(true);
    expect(existsSync(`/proc/${claim.pid}`)).toBe(true);
  });

  it('is told past by its reader alone, and one that cannot be read is given as nothing', () => {
    const root = join(folder, 'read.lock');
    for (const text of ['', '{', 'null', '{"pid":-1}', JSON.stringify({ ...own, pid: 1.5 })]) {
      writeFileSync(root, text);
      const seen: unknown[] = [];
      const refused = holdFile(root, own, (claim) => {
        seen.push(claim);
        return false;
      });
      expect([refused, seen]).toEqual([undefined, [undefined]]);
      expect(readFileSync(root, 'utf8')).toBe(text);
    }
    const held = holdFile(root, own, () => true);
    expect(held?.isHeld()).toBe(true);
    held?.release();
    expect([
      held?.isHeld(),
      existsSync(root),
      readdirSync(folder).filter((name) => name.startsWith('read.lock.')),
    ]).toEqual([false, false, []]);
  });

  it('that was added to a list which is out of date is withdrawn', () => {
    const root = join(folder, 'late.lock');
    writeFileSync(root, JSON.stringify({ ...own, start: '1' }));
    let other: ReturnType<typeof holdFile>;
    // Between our look and our step another one takes the dead claim over, cleans up, and lives.
    const late = holdFile(root, own, (claim) => {
      if (claim?.start === '1') other = holdFile(root, own, (first) => first?.start === '1');
      return claim?.start === '1';
    });
    expect([late, other?.isHeld()]).toEqual([undefined, true]);
    expect(readdirSync(folder).filter((name) => name.startsWith('late.lock'))).toEqual(['late.lock']);
  });
});
