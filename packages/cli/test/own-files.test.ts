import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nameOwnFiles } from '../src/commands/own-files.js';

const cwd = realpathSync(mkdtempSync(join(tmpdir(), 'ostiary-own-')));
mkdirSync(join(cwd, 'real'));
writeFileSync(join(cwd, 'real', 'policy.yaml'), '');
symlinkSync(join(cwd, 'real'), join(cwd, 'link'));

const parts = {
  readPack: (name: string) => ({ name, file: `/packs/${name}.yaml`, text: new Uint8Array() }),
  logFolder: () => '/var/logs',
};

test('every file by its path, by where its links lead, and by every tail', async () => {
  const settings = { audit: 'link/new/log.jsonl', state: undefined };
  const names = await nameOwnFiles(['link/policy.yaml', 'pack:baseline'], settings, '/etc/o.yaml', parts, {
    cwd,
    env: {},
  });
  for (const file of [
    ...[join(cwd, 'link', 'policy.yaml'), join(cwd, 'real', 'policy.yaml'), '/real/policy.yaml', '/policy.yaml'],
    ...[join(cwd, 'link', 'new', 'log.jsonl'), join(cwd, 'real', 'new', 'log.jsonl'), '/log.jsonl', '/log.jsonl.lock'],
    ...['/etc/o.yaml', '/o.yaml', '/packs/baseline.yaml'],
  ])
    expect(names).toContain(file);
  expect(names).not.toContain(cwd);
  expect(names).not.toContain('/var/logs');
  expect(new Set(names).size).toBe(names.length);
});

test('without --audit it is the folder of logs, and of a state all that SQLite lays beside it', async () => {
  const settings = { audit: undefined, state: '/s/spent.db' };
  const names = await nameOwnFiles([], settings, undefined, parts, { cwd, env: {} });
  const state = ['', '-wal', '-shm', '-journal'].flatMap((end) => [`/s/spent.db${end}`, `/spent.db${end}`]);
  expect(names).toEqual(['/var/logs', '/logs', ...state]);
});
