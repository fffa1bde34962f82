import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { environment, fixture, ostiary } from '../fixtures/gateway.js';

const folder = mkdtempSync(join(tmpdir(), 'ostiary-schemas-'));
const policy = join(folder, 'policy.yaml');
const names = ['remote', 'cycle', 'bomb', 'pattern', 'deep', 'proto', 'odd', 'honest'];
writeFileSync(
  policy,
  `version: 1
default: deny
rules:
${names.map((name) => `  - { id: ${name}, effect: allow, tools: [${name}], when: { field: amount, op: lt, value: 5 } }`).join('\n')}
  - { id: more, effect: allow, tools: [cycle, "e*l", "nothing_*"], when: args.a.b.c.d > 1.0 }
`,
);

let fetched = 0;
const web = createServer((_, response) => {
  fetched += 1;
  response.end('{"properties":{}}');
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(web.address() as AddressInfo).port}/schema`;
});
afterAll(() => web.close());

interface Done {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function check(kind: string, ...options: readonly string[]): Promise<Done> {
  const server = fixture('schemas.mjs', kind, url);
  const { command, args } = ostiary('check', policy, ...options, '--server', server.command, ...server.args);
  const child = spawn(command, args, { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += String(chunk);
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}

test('S42: schemas that refer to the network, to themselves and to far too much are data, and nothing else', async () => {
  const done = await check('all');
  expect(fetched).toBe(0);
  const said = done.stdout.split('\n').map((line) => line.replace(`${policy}:`, ''));
  expect(said.slice(0, -3)).toEqual([
    '9:64 warning args.amount is not in the schema of tool "proto"',
    '10:39 warning "odd" matches none of the 8 tools of server "schemas-mjs"',
    '11:66 warning args.amount is string in the schema of tool "honest", and number here: this cannot be evaluated',
    '12:47 warning "e*l" matches none of the 8 tools of server "schemas-mjs"',
    '12:54 warning "nothing_*" matches none of the 8 tools of server "schemas-mjs"',
  ]);
  expect(said.at(-2)).toBe('✓ compared with the 8 tools of server schemas-mjs');
  expect(done.stderr).toContain('5 tools of server schemas-mjs cannot be read');
  expect(`${done.stdout}${done.stderr}`).not.toContain('\u001b');
  expect(done.code).toBe(0);
});

test('S42: with --strict the same fails, and JSON has it all', async () => {
  const done = await check('all', '--strict', '--format', 'json');
  const problems = JSON.parse(done.stdout) as Record<string, unknown>[];
  expect(problems).toHaveLength(5);
  expect(problems[0]).toEqual({
    file: policy,
    line: 9,
    column: 64,
    severity: 'warning',
    message: 'args.amount is not in the schema of tool "proto"',
  });
  expect(done.code).toBe(1);
});

test.each([
  ['endless', 'it sends more than any list of tools has'],
  ['deep', 'its answer is no list of tools'],
  ['none', 'its answer is no list of tools'],
  ['quiet', 'it ended before it had named its tools'],
])('S42: a server without a list that ends: %s', async (kind, why) => {
  const done = await check(kind);
  expect(done.stderr).toContain(`server \`schemas-mjs\` cannot be asked for its tools: ${why}`);
  expect(done).toMatchObject({ code: 2, stdout: '' });
});

test('a server that cannot be started', async () => {
  const { command, args } = ostiary('check', policy, '--server', join(folder, 'absent'), '-y');
  const child = spawn(command, args, { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += String(chunk);
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(stderr).toContain('cannot be asked for its tools: there is no such file (ENOENT)');
  expect(code).toBe(2);
});
