import { execFileSync } from 'node:child_process';
import fs, { existsSync, fstatSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type Files, systemFiles } from '../src/files.js';
import { defaultFolder, defaultPaths, openDefaultLog, openLog } from '../src/index.js';
import { begin, temporaryFolder } from './tools/samples.js';

const folder = temporaryFolder();
const open = (path: string) => openLog({ path, durability: 'sync', start: begin });

/** Tells, by its number, of every file or folder that is synced at once while `work` runs. */
async function watchSyncs(told: (number | 'write')[], work: () => Promise<void>): Promise<void> {
  const { fsyncSync } = fs;
  const spy = vi.spyOn(fs, 'fsyncSync').mockImplementation((fd) => {
    told.push(fstatSync(fd).ino);
    fsyncSync(fd);
  });
  // What was imported by name changes with it, here and in what is tested.
  syncBuiltinESMExports();
  try {
    await work();
  } finally {
    spy.mockRestore();
    syncBuiltinESMExports();
  }
}

const modeOf = (path: string) => statSync(path).mode & 0o777;

describe('openLog', () => {
  it('creates the default log and its folders for their owner alone', async () => {
    const env = { XDG_STATE_HOME: join(folder, 'a', 'b') };
    const log = await openDefaultLog({ server: 'fs', argv: [], cwd: '/', env }, { durability: 'sync', start: begin });
    await log.close();
    const folders = ['a', 'a/b', 'a/b/ostiary'].map((name) => modeOf(join(folder, name)));
    expect([...folders, modeOf(log.path)]).toEqual([0o700, 0o700, 0o700, 0o600]);
  });

  it('creates no folder for a path that somebody named, and says what is missing', async () => {
    const path = join(folder, 'mistyped', 'log.jsonl');
    await expect(open(path)).rejects.toMatchObject({
      code: 'cannot_open',
      message: `cannot open audit log \`${path}\`: its folder does not exist (ENOENT)`,
    });
    expect(existsSync(join(folder, 'mistyped'))).toBe(false);
  });

  it('R22 brings the name of a new log to the disk, and those of new folders, before anything stands in it', async () => {
    const top = join(folder, 'named');
    mkdirSync(top);
    const env = { XDG_STATE_HOME: join(top, 'a') };
    const told: (number | 'write')[] = [];
    const write: Files['write'] = (fd, bytes, from) => {
      told.push('write');
      return systemFiles.write(fd, bytes, from);
    };
    await watchSyncs(told, async () => {
      const options = { durability: 'sync', start: begin, files: { ...systemFiles, write } } as const;
      await (await openDefaultLog({ server: 'fs', argv: [], cwd: '/', env }, options)).close();
      await (await openLog({ path: join(top, 'log.jsonl'), ...options })).close();
    });
    const [inTop, inA, inOstiary] = ['', 'a', 'a/ostiary'].map((name) => statSync(join(top, name)).ino);
    // The folders, from the inner one up to the one that was there; then the log in the inner one; then the other log.
    expect(told).toEqual([inOstiary, inA, inTop, inOstiary, 'write', inTop, 'write']);
  });

  it('begins a log in an empty file', async () => {
    const path = join(folder, 'empty.jsonl');
    writeFileSync(path, '');
    const log = await open(path);
    await log.close();
    expect(log.recovered).toEqual({ tornBytes: 0, openCalls: 0 });
    expect(readFileSync(path, 'utf8')).toContain('"seq":1,');
  });

  it('refuses a link and leaves what it points to', async () => {
    const path = join(folder, 'link.jsonl');
    symlinkSync(join(folder, 'target'), path);
    await expect(open(path)).rejects.toMatchObject({ code: 'not_a_file' });
    expect(existsSync(join(folder, 'target'))).toBe(false);
  });

  it.each(['/dev/full', '/dev/null', '/proc'])('refuses %s', async (path) => {
    await expect(open(path)).rejects.toMatchObject({ code: 'not_a_file' });
  });

  it('refuses a FIFO at once', async () => {
    const path = join(folder, 'fifo');
    execFileSync('mkfifo', [path]);
    await expect(open(path)).rejects.toMatchObject({ code: 'not_a_file' });
  });

  it('refuses a folder that is a file, naming path and cause', async () => {
    writeFileSync(join(folder, 'file'), '');
    const path = join(folder, 'file', 'log.jsonl');
    await expect(open(path)).rejects.toMatchObject({
      code: 'cannot_open',
      message: `cannot open audit log \`${path}\`: ENOTDIR`,
    });
  });

  it.skipIf(process.getuid?.() === 0)('refuses a folder that it may not write', async () => {
    mkdirSync(join(folder, 'closed'), { mode: 0o555 });
    await expect(open(join(folder, 'closed', 'log.jsonl'))).rejects.toMatchObject({ code: 'cannot_open' });
  });
});

describe('the default path', () => {
  const wrapped = { server: 'files', argv: ['npx', 'x'], cwd: '/', env: { XDG_STATE_HOME: '/state' } };

  it('follows XDG, whose relative paths do not count', () => {
    expect(defaultFolder({ XDG_STATE_HOME: '/state' })).toBe('/state/ostiary');
    for (const state of ['relative', '', undefined]) {
      expect(defaultFolder({ XDG_STATE_HOME: state })).toBe(join(homedir(), '.local/state/ostiary'));
    }
  });

  it('tells servers, commands and folders apart', () => {
    const first = (change: object) => defaultPaths({ ...wrapped, ...change })[0];
    const paths = [{}, { server: 'mail' }, { argv: ['npx', 'y'] }, { argv: ['npx', 'x', ''] }, { cwd: '/a' }].map(
      first,
    );
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths[0]).toMatch(/^\/state\/ostiary\/files-[0-9a-f]{8}\.jsonl$/);
    expect(defaultPaths(wrapped)[2]).toBe(paths[0]?.replace('.jsonl', '-3.jsonl'));
  });

  it.each(['', '../x', 'a/b', 'a\n', 'é'])('refuses the server name %j', (server) => {
    expect(() => defaultPaths({ ...wrapped, server })).toThrow(expect.objectContaining({ code: 'bad_argument' }));
  });
});
