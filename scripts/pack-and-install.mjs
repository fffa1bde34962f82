// Packs every published package and uses it as its users do: installed with npm into an empty folder outside the workspace,
// on the machine's own Node. Needs a build.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hostEnvironment, hostNode } from './host-node.mjs';
import { installedSize, listInstalled } from './installed.mjs';
import { pnpm } from './pnpm.mjs';
import { converse } from './raw-client.mjs';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const node = hostNode();
const env = hostEnvironment();
const scratch = mkdtempSync(join(tmpdir(), 'ostiary-pack-'));
const say = (text) => process.stdout.write(`${text}\n`);

/** Runs a program as a user would and returns what it wrote; fails unless it ends with the code that is expected. */
function run(cwd, command, args, expected = 0) {
  const done = spawnSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (done.error) throw done.error;
  assert.equal(done.status, expected, `${command} ${args.join(' ')}\n${done.stdout}${done.stderr}`);
  return done.stdout;
}

function packAll() {
  const tarballs = join(scratch, 'tarballs');
  mkdirSync(tarballs);
  const filters = ['./packages/*', './apps/*', './policies'].flatMap((folder) => ['--filter', folder]);
  assert.equal(pnpm([...filters, 'pack', '--pack-destination', tarballs], { quiet: true }), 0);
  return readdirSync(tarballs).map((name) => join(tarballs, name));
}

function checkTarball(tarball) {
  const names = run(scratch, 'tar', ['-tzf', tarball]).trim().split('\n');
  const text = run(scratch, 'tar', ['-xzOf', tarball, 'package/package.json']);
  assert.ok(!/workspace:|catalog:/.test(text), `${tarball} depends on what only the workspace knows`);

  const { exports, bin = {} } = JSON.parse(text);
  const entries = [
    ...Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? entry : Object.values(entry))),
    ...Object.values(bin),
  ];
  const needed = ['LICENSE', 'README.md', ...entries];
  for (const name of needed) assert.ok(names.includes(join('package', name)), `${tarball} lacks ${name}`);
  assert.ok(
    names.some((name) => name.startsWith('package/dist/')),
    `${tarball} lacks dist`,
  );
  const strays = names.filter((name) => /\/tests?\/|\.test\.|\.tsbuildinfo$|vitest|node_modules/.test(name));
  assert.deepEqual(strays, [], `${tarball} holds what nobody needs`);
}

function install(name, packages) {
  const folder = join(scratch, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  run(folder, 'npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...packages]);
  return folder;
}

function useEngine(tarball) {
  const folder = install('engine', [tarball]);
  copyFileSync(at('scripts/use-engine.mjs'), join(folder, 'use-engine.mjs'));
  say(`  ${run(folder, node.path, ['use-engine.mjs']).trim()}`);
  const files = listInstalled(join(folder, 'node_modules'));
  assert.deepEqual(
    files.filter((file) => file.endsWith('.node') || file.includes('@modelcontextprotocol')),
    [],
  );
  const megabytes = installedSize(files) / 1e6;
  say(`  ${files.length} files, ${megabytes.toFixed(1)} MB on disk, no native module, no MCP SDK`);
  assert.ok(megabytes <= 14, `the engine alone takes ${megabytes.toFixed(1)} MB, more than 14`);
}

/** npm takes the better-sqlite3 that this Node can load; where that has no binary it is compiled. */
function useState(tarballs) {
  const folder = install('state', tarballs);
  copyFileSync(at('scripts/use-state.mjs'), join(folder, 'use-state.mjs'));
  say(`  ${run(folder, node.path, ['use-state.mjs']).trim()}`);
  say(`  ${run(folder, node.path, ['use-state.mjs']).trim()}`);
}

async function useGateway(tarballs) {
  const version = readJson(at('node_modules/@modelcontextprotocol/server-filesystem/package.json')).version;
  const folder = install('gateway', [...tarballs, `@modelcontextprotocol/server-filesystem@${version}`]);
  const bin = (name) => join(folder, 'node_modules', '.bin', name);
  const [policy, log, data] = ['policy.yaml', 'audit.jsonl', 'data'].map((name) => join(folder, name));
  mkdirSync(data);
  writeFileSync(join(data, 'hello.txt'), 'hello from a file\n');
  copyFileSync(at('examples/demo/policy.yaml'), policy);
  assert.ok(lstatSync(bin('ostiary')));

  assert.match(
    run(folder, bin('ostiary'), ['--version']),
    new RegExp(readJson(at('apps/ostiary/package.json')).version),
  );
  const checked = run(folder, bin('ostiary'), ['check', policy, 'pack:baseline']);
  say(checked.trim().replaceAll(`${folder}/`, '').replace(/^/gm, '  '));

  const args = ['run', '--policy', policy, '--audit', log, '--', bin('mcp-server-filesystem'), data];
  const { answers, status } = await converse(bin('ostiary'), args, { cwd: folder, env }, [
    ['tools/call', { name: 'read_text_file', arguments: { path: join(data, 'hello.txt') } }],
    ['tools/call', { name: 'write_file', arguments: { path: join(data, 'hello.txt'), content: 'gone' } }],
  ]);
  assert.equal(answers[0].result.content[0].text, 'hello from a file\n');
  assert.equal(answers[1].result.isError, true);
  assert.equal(answers[1].result._meta['ostiary/decision'].rule, 'no-changes');
  assert.equal(readFileSync(join(data, 'hello.txt'), 'utf8'), 'hello from a file\n');
  assert.equal(status, 0);
  say(`  ${run(folder, bin('ostiary'), ['audit', 'verify', '--audit', log]).trim()}`);
  const spending = join(folder, 'spending.yaml');
  writeFileSync(spending, spendingPolicy);
  const without = spawnSync(
    bin('ostiary'),
    ['run', '--policy', spending, '--audit', log, '--state', data, '--', 'true'],
    { env },
  );
  assert.equal(without.status, 2);
  assert.match(String(without.stderr), /a state file needs the package `@ostiary\/state-sqlite`/);
}

const spendingPolicy = `version: 1
default: deny
rules: [{ id: pay, effect: allow, budget: { key: k, limit: 1, per: agent } }]
`;

try {
  const tarballs = packAll();
  assert.equal(tarballs.length, 8);
  for (const tarball of tarballs) checkTarball(tarball);
  say(`packed ${tarballs.length} packages; they are used on Node ${node.text}`);
  say('the engine alone:');
  useEngine(tarballs.find((name) => name.includes('core-engine')));
  say('the state in a file:');
  useState(tarballs.filter((name) => /core-engine|state-sqlite/.test(name)));
  say('the gateway in front of a server:');
  await useGateway(tarballs.filter((name) => !name.includes('state-sqlite')));
  say('all of it works as installed');
} finally {
  rmSync(scratch, { recursive: true });
}
