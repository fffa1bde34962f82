import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { environment, ostiary } from '../fixtures/gateway.js';
import { blocksIn, commandsOf } from './pages.js';

const page = 'docs/testing-policies.md';
const blocks = (language: string): string[] =>
  blocksIn(language).flatMap(([, block]) => (block.page === page ? [block.text] : []));

const cwd = mkdtempSync(join(tmpdir(), 'ostiary-page-'));
const [policy = '', cases = ''] = blocks('yaml');
const [call = '', fixtures = ''] = blocks('json');
for (const [name, text] of Object.entries({
  'support.yaml': policy,
  'cases.yaml': cases,
  'call.json': call,
  'fixtures.json': fixtures,
})) {
  writeFileSync(join(cwd, name), text);
}

/** As a shell would, without one: single quotes are all that the page uses. */
function split(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');
}

function run(args: readonly string[], input: string | Buffer = '') {
  const program = ostiary(...args);
  const { status, stdout, stderr } = spawnSync(program.command, [...program.args], {
    cwd,
    env: environment(),
    input,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
  });
  return { status, stdout, stderr };
}

const commands = commandsOf(blocksIn('sh').flatMap(([, block]) => (block.page === page ? [block] : [])))
  .map(({ text }) => split(text.replace(/ > .*$/, '')).slice(1))
  .filter((words) => !words.includes('--watch'));

describe('the page about testing policies', () => {
  test.each(commands.map((words) => [words.join(' '), words] as const))('%s', (_, words) => {
    expect(run(words)).toMatchObject({ status: 0, stderr: '' });
  });

  test('says what is printed', () => {
    const [explained, tested] = blocks('text');
    expect(run(commands.find(([name]) => name === 'explain') ?? []).stdout).toBe(explained);
    expect(run(['test', 'cases.yaml']).stdout).toBe(tested);
    expect(readFileSync(join(cwd, 'results.xml'), 'utf8')).toContain('tests="3" failures="0"');
    expect(run(['rules', '--policy', 'pack:baseline', '--format', 'yaml']).stdout).toMatch(/^version: 1$/m);
  });

  test('has a call and fixtures that work', () => {
    const told = JSON.parse(
      run(['explain', '--policy', 'support.yaml', '--input', 'call.json', '--format', 'json']).stdout,
    );
    expect(told).toMatchObject({ effect: 'approve', rule: 'large-refunds', score: 9 });
    expect(run(['test', 'fixtures.json', '--policy', 'support.yaml'])).toMatchObject({ status: 0 });
  });
});

describe('the built commands', () => {
  test('give 1 for a no and 2 for what cannot be read', () => {
    const fails = '{"tool_name":"delete_x","expected_decision":"allow"}';
    writeFileSync(join(cwd, 'fails.json'), fails);
    expect(run(['test', 'fails.json', '--policy', 'support.yaml'])).toMatchObject({ status: 1 });
    expect(run(['explain', '--policy', 'support.yaml', '--tool', 'delete_x', '--exit-code'])).toMatchObject({
      status: 1,
    });
    expect(run(['test', 'nowhere.yaml', '--policy', 'support.yaml'])).toMatchObject({ status: 2, stdout: '' });
    expect(run(['explain', '--policy', 'support.yaml', '--tool', 't', '--args', '{"a":'])).toMatchObject({ status: 2 });
    expect(run(['rules'])).toMatchObject({ status: 2 });
  });

  test('show control characters of names and arguments, and refuse none of them silently', () => {
    const hostile = 'a\u001b[2J\u202eb';
    writeFileSync(join(cwd, 'odd.json'), JSON.stringify({ name: hostile, tool_name: 't', expected_decision: 'deny' }));
    const tested = run(['test', 'odd.json', '--policy', 'support.yaml']);
    expect(tested.stdout).toContain('PASS a\\x1b[2J\\u202eb: deny');
    const explained = run(['explain', '--policy', 'support.yaml', '--tool', hostile]);
    expect(explained.stdout).toContain('the name holds control');
    const bad = run(['explain', '--policy', 'support.yaml', '--method', hostile, '--tool', 't']);
    for (const { stdout, stderr } of [tested, explained, bad])
      expect(stdout + stderr).not.toMatch(/\p{Cc}(?<!\n)|\p{Cf}/u);
  });

  test('read 10 MB of arguments from standard input, and print little of them', () => {
    const strings = Array.from({ length: 10_000 }, () => 'x'.repeat(1_000));
    const args = JSON.stringify({ amount: 1, strings });
    const words = [
      'explain',
      '--policy',
      'support.yaml',
      '--tool',
      'refund',
      '--args',
      '-',
      '--roles',
      'support-agent',
    ];
    const { status, stdout } = run(words, args);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^allow by small-refunds of support\n/);
    expect(stdout.length).toBeLessThan(2_000);
  });

  test('watch until they are told to stop', async () => {
    const program = ostiary('test', 'watched.json', '--policy', 'support.yaml', '--watch');
    const write = (effect: string) =>
      writeFileSync(join(cwd, 'watched.json'), `{"tool_name":"delete_x","expected_decision":"${effect}"}`);
    write('allow');
    const child = spawn(program.command, [...program.args], { cwd, env: environment() });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += String(chunk);
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await expect.poll(() => out, { timeout: 20_000 }).toContain('FAIL');
    write('deny');
    await expect.poll(() => out, { timeout: 20_000 }).toContain('PASS');
    child.kill();
    await ended;
  });
});
