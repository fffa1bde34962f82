// Brings a clone to the point where its tests and its demo run: dependencies, then a build. Needs Node, npm and git only.
// With `--run <script>` it then runs that script on the machine's own Node.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { hostEnvironment, hostNode } from './host-node.mjs';
import { pnpm } from './pnpm.mjs';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const stamp = at('node_modules/.ostiary-setup');

const isBelow = ([major, minor], [leastMajor, leastMinor]) =>
  major < leastMajor || (major === leastMajor && minor < leastMinor);

function fail(message) {
  process.stderr.write(`setup: ${message}\n`);
  process.exit(1);
}

/** A digest of everything that decides what is installed. */
function installationDigest() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  for (const file of ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml', '.pnpmfile.cjs'])
    hash.update(readFileSync(at(file)));
  return hash.digest('hex');
}

function step(text, ...args) {
  const started = performance.now();
  process.stderr.write(`setup: ${text} … `);
  const status = pnpm(args, { quiet: true });
  process.stderr.write(status === 0 ? `${((performance.now() - started) / 1000).toFixed(1)} s\n` : '\n');
  if (status !== 0) fail(`${text} failed (pnpm ${args.join(' ')}, exit code ${status})`);
}

const script = process.argv[2] === '--run' ? process.argv[3] : undefined;
const node = hostNode();
if (isBelow(node.version, [20, 19])) fail(`Ostiary needs Node >= 20.19, and ${node.path} is ${node.text}`);

const digest = installationDigest();
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== digest) {
  step('installing dependencies (the first time this takes half a minute)', 'install', '--frozen-lockfile');
  writeFileSync(stamp, digest);
}
// vitest 5 needs it. Where the workspace brings no Node of its own, the machine's has to do.
if (script === undefined && !existsSync(at('node_modules/.bin/node')) && isBelow(node.version, [22, 14]))
  fail(
    `the tests need Node >= 22.14 on this platform, and ${node.path} is ${node.text}; the demo and the product do not`,
  );
step('building', 'run', 'build');

if (script !== undefined)
  process.exit(spawnSync(node.path, [at(script)], { stdio: 'inherit', env: hostEnvironment() }).status ?? 1);
