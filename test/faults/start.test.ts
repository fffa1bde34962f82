import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { fixture, gateway, node, ostiary, type Program } from '../fixtures/gateway.js';
import { finish, readLog, verifyLog } from '../fixtures/log.js';
import { guard, initialize } from '../fixtures/scene.js';
import { openWire, type Wire } from '../fixtures/wire.js';

const folder = mkdtempSync(join(tmpdir(), 'ostiary-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
writeFileSync(at('guard.yaml'), guard);
let logs = 0;

function open(server: Program, flags: readonly string[] = []): { wire: Wire; audit: string } {
  const audit = at(`audit-${++logs}.jsonl`);
  const wire = openWire(gateway(server, { policy: at('guard.yaml'), audit, flags }));
  onTestFinished(() => void wire.child.kill('SIGKILL'));
  return { wire, audit };
}

test.each<readonly [string, Program, string]>([
  ['is missing', { command: '/no/such/command', args: [] }, '/no/such/command'],
  ['is not on the path', { command: 'no-such-command-anywhere', args: ['--x'] }, 'no-such-command-anywhere'],
  ['is a folder', { command: folder, args: [] }, folder],
  ['exits at once with 3', { command: node, args: ['-e', 'process.exit(3)'] }, node],
  ['exits at once with 0', { command: node, args: ['-e', ''] }, node],
  ['kills itself', { command: node, args: ['-e', 'process.kill(process.pid, "SIGKILL")'] }, node],
])('R6: a server that %s: initialize gets an error, stderr names the command, exit 1', async (_, server, named) => {
  const { wire, audit } = open(server);
  wire.send(initialize);
  const { message } = await wire.answer('hello');
  expect(message.error).toMatchObject({ code: -32016, message: expect.any(String) });
  expect(await wire.ended).toEqual({ code: 1, signal: null });
  expect(wire.stderr()).toContain(named);
  expect(wire.stderr()).not.toMatch(/\n\s+at /);
  expect(wire.noise).toEqual([]);
  expect(wire.untaken).toEqual([]);
  expect(await verifyLog(audit)).toMatchObject({ code: 0 });
  expect(readLog(audit).at(-1)).toMatchObject({ kind: 'stop', reason: 'upstream_gone' });
});

test('R6: a server that takes too long to start: initialize gets an error in time, exit 1', async () => {
  const { wire, audit } = open(fixture('tap.mjs', at('arrived'), '--wait', '60000'), ['--initialize-timeout', '1s']);
  wire.send(initialize);
  const { message } = await wire.answer('hello');
  expect(message.error).toMatchObject({ code: -32015, message: expect.any(String) });
  expect(await wire.close()).toEqual({ code: 1, signal: null });
  expect(wire.stderr()).not.toMatch(/\n\s+at /);
  expect(await verifyLog(audit)).toMatchObject({ code: 0 });
  expect(readLog(audit).at(-1)).toMatchObject({ kind: 'stop', reason: 'fault' });
});

writeFileSync(at('empty.yaml'), '');
writeFileSync(at('spaces.yaml'), '\n# nothing\n');
writeFileSync(at('unreadable.yaml'), guard);
chmodSync(at('unreadable.yaml'), 0o000);
mkdirSync(at('empty-folder'));

test.each<readonly [string, string]>([
  ['missing', 'absent.yaml'],
  ['empty', 'empty.yaml'],
  ['a comment', 'spaces.yaml'],
  ['an empty folder', 'empty-folder'],
  ...(process.getuid?.() === 0 ? [] : [['unreadable', 'unreadable.yaml'] as const]), // root reads everything
])('R34: a policy that is %s: no start, exit 2, the server is not started', async (_, name) => {
  const arrived = at(`arrived-${++logs}`);
  const server = fixture('tap.mjs', arrived, '--pid', `${arrived}.pid`);
  const done = await finish(gateway(server, { policy: at(name), audit: at(`audit-${logs}.jsonl`) }));
  expect(done).toMatchObject({ code: 2, stdout: '' });
  expect(done.stderr).toContain(name);
  expect(done.stderr).not.toMatch(/\n\s+at /);
  expect(existsSync(`${arrived}.pid`)).toBe(false);
});

test('R34: a pack that does not exist', async () => {
  const done = await finish(
    gateway(fixture('tap.mjs', at('x')), { policy: 'pack:no-such', audit: at('audit-pack.jsonl') }),
  );
  expect(done).toMatchObject({ code: 2, stdout: '' });
  expect(done.stderr).toContain('pack:no-such');
  expect(done.stderr).not.toMatch(/\n\s+at /);
});

test('without a home, and without a log that is named: exit 2, nothing is written', async () => {
  const there = at('homeless');
  mkdirSync(there);
  const env = { HOME: '', XDG_STATE_HOME: 'relative' };
  for (const args of [
    ['run', '--', node, '-e', ''],
    ['audit', 'verify'],
    ['audit', 'tail'],
  ]) {
    const done = await finish(ostiary(...args), { env, cwd: there });
    expect(done).toMatchObject({ code: 2, stdout: '' });
    expect(done.stderr).toContain('name a log with --audit <file.jsonl>: there is no home folder');
  }
  expect(readdirSync(there)).toEqual([]);
});

test('in a folder that is gone: exit 2', async () => {
  const there = at('to-be-gone');
  const { command, args } = ostiary('run', '--', node, '-e', '');
  const script = 'mkdir "$1" && cd "$1" && rmdir "$1" && shift && exec "$@"';
  const done = await finish({ command: 'sh', args: ['-c', script, 'sh', there, command, ...args] });
  expect(done).toMatchObject({ code: 2, stdout: '', stderr: 'ostiary: the folder that this was started in is gone\n' });
});
