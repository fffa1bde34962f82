import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultFolder, defaultPaths, openDefaultLog, openLog } from '../src/index.js';
import { begin, temporaryFolder } from './tools/samples.js';

const folder = temporaryFolder();
const open = (path: string) => openLog({ path, durability: 'sync', start: begin });
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
