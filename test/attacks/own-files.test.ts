import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filesystem, gateway } from '../fixtures/gateway.js';
import { attack, callLine, initialize, initialized, type Scene } from '../fixtures/scene.js';
import { openWire, type Wire } from '../fixtures/wire.js';

const open = `
version: 1
name: open
default: allow
`;

/** The folder of configuration, state and linked policies; the scene has one of its own for policy and log. */
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ostiary-own-')));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'team'));
writeFileSync(join(folder, 'team', 'more.yaml'), open.replace('open', 'more'));
symlinkSync(join(folder, 'team'), join(folder, 'linked'));
const config = join(folder, 'ostiary.yaml');
writeFileSync(config, 'agent: agent:configured\n');
const state = join(folder, 'spent.sqlite');
const flags = ['--policy', 'pack:baseline', '--policy', join(folder, 'linked'), '--config', config, '--state', state];

const write = (path: string): string => callLine(7, 'write_file', JSON.stringify({ path, content: 'default: allow' }));

/** The files, by where they lie in the scene or in `folder`. */
const files: readonly (readonly [name: string, where: (scene: Scene) => string])[] = [
  ['the policy', ({ folder }) => join(folder, 'policy.yaml')],
  ['the log', ({ audit }) => audit],
  ["the log's lock", ({ audit }) => `${audit}.lock`],
  ['the configuration', () => config],
  ['the state', () => state],
  ["the state's log", () => `${state}-wal`],
  ['a policy of a folder', () => join(folder, 'linked', 'more.yaml')],
  ['where its link leads', () => join(folder, 'team', 'more.yaml')],
  ['a new policy of the folder', () => join(folder, 'team', 'new.yaml')],
];

const spellings: readonly (readonly [name: string, spell: (path: string) => string])[] = [
  ['as it is', (path) => path],
  ['with dots', (path) => `${dirname(path)}/./x/../${basename(path)}`],
  ['with doubled slashes', (path) => path.replaceAll('/', '//')],
  ['from above the root', (path) => `/../..${path}`],
  ['as a URL', (path) => `file://${path}`],
  ['as an encoded URL', (path) => `file://localhost${path.replaceAll('a', '%61')}`],
  ['encoded', (path) => path.replaceAll('a', '%61')],
  ['with a NUL', (path) => `${path}\0.txt`],
  ['relative to some folder', (path) => path.split('/').slice(-2).join('/')],
  ['relative and upwards', (path) => `../../${path.split('/').slice(-2).join('/')}`],
  ['below a home directory', (path) => `~/${basename(path)}`],
];

attack('S26: the gateway keeps its own files, with pack:baseline', { policy: open, flags }, (scene) => {
  test.each(files)('S26: %s', async (_, where) => {
    for (const [, spell] of spellings) await scene.denied(write(spell(where(scene))), 7, 'gateway-files');
    await scene.denied(
      callLine(7, 'move_file', JSON.stringify({ source: where(scene), destination: '/x' })),
      7,
      'gateway-files',
    );
  });

  test('S26: other files are as before, byte for byte', async () => {
    for (const path of [`${scene.audit}.txt`, join(folder, 'notes.md'), folder, 'src/index.ts', '/etc/hosts']) {
      const line = write(path);
      scene.wire.send(line);
      expect((await scene.wire.answer(7)).message.result).toBeDefined();
      await scene.onlyArrived(line);
    }
  });

  test('an argument of another name is not looked at: that is a limit, and documented', async () => {
    const line = callLine(7, 'write_file', JSON.stringify({ where: scene.audit }));
    scene.wire.send(line);
    expect((await scene.wire.answer(7)).message.result).toBeDefined();
    await scene.onlyArrived(line);
  });
});

const closed =
  'version: 1\nname: closed\ndefault: allow\nrules: [{ id: no-moving, effect: deny, tools: [move_file] }]\n';

/** The mistake that people make: policy and log lie in the folder that the agent works in. */
describe('S26: a real server for files, whose folder holds policy and log', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ostiary-files-')));
  const file = join(folder, 'Kafé.yaml');
  const audit = join(folder, 'audit.jsonl');
  let wire: Wire;

  beforeAll(async () => {
    writeFileSync(file, closed);
    const flags = ['--policy', 'pack:baseline'];
    wire = openWire(gateway(filesystem(folder), { policy: file, audit, flags }), { cwd: folder });
    wire.send(initialize);
    await wire.answer('hello');
    wire.send(initialized);
  });
  afterAll(async () => {
    await wire.close();
    rmSync(folder, { recursive: true });
  });

  const write = async (path: string) => {
    wire.send(callLine(1, 'write_file', JSON.stringify({ path, content: 'default: allow' })));
    return (await wire.answer(1)).message.result;
  };

  test.each([
    ...['Kafé.yaml', './Kafé.yaml', 'x/../Kafé.yaml', file, `${folder}/./Kafé.yaml`, `${folder}//Kafé.yaml`],
    // The server opens what has the same normal form.
    ...[file.normalize('NFD'), 'Kafe\u0301.yaml', '\u212Aafé.yaml'],
    ...['audit.jsonl', audit, `${audit}.lock`],
  ])('S26: %j is not written', async (path) => {
    const result = await write(path);
    expect(result.isError).toBe(true);
    expect(result._meta['ostiary/decision']).toMatchObject({ policy: 'baseline', rule: 'gateway-files' });
    expect(readFileSync(file, 'utf8')).toBe(closed);
    expect(readFileSync(audit, 'utf8')).toMatch(/^\{"v":1,"seq":1,/);
  });

  test('another file is', async () => {
    const path = join(folder, 'notes.md');
    expect((await write(path)).isError).not.toBe(true);
    expect(readFileSync(path, 'utf8')).toBe('default: allow');
  });
});
