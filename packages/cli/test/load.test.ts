import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Flags, loadSettings } from '../src/config/load.js';
import { type Option, runOptions, variableOf } from '../src/config/options.js';
import { CommandError } from '../src/fail.js';

type Variables = Readonly<Record<string, string>>;

async function config(text: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'ostiary-config-')), 'ostiary.yaml');
  await writeFile(file, text);
  return file;
}

const load = (flags: Flags = {}, env: Variables = {}, file?: string, warnings: string[] = []) =>
  loadSettings(flags, env, file, (text) => warnings.push(text));

async function mistakes(...args: Parameters<typeof load>): Promise<string> {
  const error = await load(...args).catch((cause: unknown) => cause);
  if (!(error instanceof CommandError)) throw new Error(`no mistake in ${JSON.stringify(error)}`);
  expect(error.exitCode).toBe(2);
  return error.message;
}

describe('settings of a run', () => {
  it('has safe defaults', async () => {
    expect(await load()).toMatchObject({
      policy: [],
      durability: 'sync',
      agent: 'agent:local',
      roles: [],
      cleanEnv: false,
      unknownMethods: 'deny',
      idleTimeout: 600_000,
      initializeTimeout: 30_000,
      maxLine: 32 * 1024 ** 2,
      maxDepth: 128,
      maxInFlight: 10_000,
    });
  });

  it('takes a flag before a variable before the file before the default', async () => {
    const file = await config('audit: { durability: os }\nidle_timeout: 1m\nmax_depth: 7\nroles: [a, b]\n');
    const env = { OSTIARY_IDLE_TIMEOUT: '2m', OSTIARY_AUDIT_DURABILITY: 'sync', OSTIARY_ROLES: 'x,y' };
    const settings = await load({ durability: 'os', roles: ['z'] }, env, file);
    expect(settings).toMatchObject({ durability: 'os', idleTimeout: 120_000, maxDepth: 7, roles: ['z'] });
  });

  it('reads every source, also where another one wins, and reports all mistakes at once', async () => {
    const file = await config('max_depth: 1_000\n');
    const message = await mistakes({ maxDepth: '5', idleTimeout: 'nan' }, { OSTIARY_MAX_DEPTH: '-Infinity' }, file);
    expect(message.split('\n')).toEqual([
      expect.stringContaining('--idle-timeout: '),
      expect.stringContaining('OSTIARY_MAX_DEPTH: '),
      expect.stringMatching(/ostiary\.yaml:1:1: /),
    ]);
  });

  it('names unknown keys of the file with their place, and what was meant', async () => {
    const message = await mistakes({}, {}, await config('agent: a\naudit:\n  durabilty: os\nservrs: {}\n'));
    expect(message).toMatch(
      /ostiary\.yaml:3:3 error unknown key `audit.durabilty` \(did you mean `audit.durability`\?\)/,
    );
    expect(message).toMatch(/ostiary\.yaml:4:1 error unknown key `servrs`/);
  });

  it.each([
    'a: [',
    '- 1',
    '{}\n---\n{}',
    'agent: &a x\nserver: *a',
    'agent: {a: b}',
    'agent: a\nagent: b',
    '',
    '\tagent: a',
  ])('refuses the file %j', async (text) => {
    expect(await mistakes({}, {}, await config(text))).toMatch(/ostiary\.yaml:\d+:\d+/);
  });

  it('refuses a file that is not there', async () => {
    expect(await mistakes({}, {}, '/nowhere/ostiary.yaml')).toContain('cannot be read: there is no such file (ENOENT)');
  });

  it('warns of a variable that it does not know, without its value', async () => {
    const warnings: string[] = [];
    await load({}, { OSTIARY_POLICIES: 'secret' }, undefined, warnings);
    expect(warnings).toEqual([expect.stringContaining('did you mean `OSTIARY_POLICY`')]);
    expect(warnings[0]).not.toContain('secret');
  });

  it('means paths in a file from the folder of the file', async () => {
    const file = await config('policy: [a.yaml, pack:baseline]\naudit: { file: x.jsonl }\nstate: spent.db\n');
    const settings = await load({}, {}, file);
    expect(settings.policy).toEqual([join(file, '..', 'a.yaml'), 'pack:baseline']);
    expect(settings.audit).toBe(join(file, '..', 'x.jsonl'));
    expect(settings.state).toBe(join(file, '..', 'spent.db'));
  });

  it('takes labels as key=value, of which a value may hold anything', async () => {
    const file = await config('labels: [team=blue, "note=a=b, c"]\n');
    expect((await load({}, {}, file)).label).toEqual([
      ['team', 'blue'],
      ['note', 'a=b, c'],
    ]);
    expect((await load({ label: ['team=red'] }, { OSTIARY_LABELS: 'team=green\nx=' }, file)).label).toEqual([
      ['team', 'red'],
    ]);
    expect((await load({}, { OSTIARY_LABELS: 'team=green\nx=' }, file)).label).toEqual([
      ['team', 'green'],
      ['x', ''],
    ]);
    expect(await mistakes({ label: ['team'] })).toBe('--label: expected key=value, got `team`');
    expect(await mistakes({ label: ['=red'] })).toContain('--label: ');
  });

  it('has a flag, a key and a variable of its own for every option', () => {
    const options: Option[] = Object.values(runOptions);
    for (const names of [options.map((o) => o.flag), options.map((o) => o.key), options.map(variableOf)]) {
      expect(new Set(names).size).toBe(options.length);
    }
    expect(options.map(variableOf)).toContain('OSTIARY_AUDIT_DURABILITY');
  });
});
