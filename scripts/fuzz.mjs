// Runs every property test of the workspace for longer: OSTIARY_FUZZ times as many runs as usual, 20 where it is not set, and without
// the seeds that keep `pnpm test` the same each time. What fails is printed made small; put it among the cases of that test
// (for the relay packages/gateway/test/cases/scenarios.ts), where it is replayed from then on.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const scale = process.env.OSTIARY_FUZZ ?? '20';
if (!/^[1-9]\d{0,5}$/.test(scale))
  throw new Error(`OSTIARY_FUZZ is how many times more runs: \`${scale}\` is no such number`);

const files = globSync('{packages,apps}/*/test/**/*.test.ts', { cwd: root }).filter((file) =>
  readFileSync(join(root, file), 'utf8').includes("from 'fast-check'"),
);
process.stdout.write(`${files.length} files of properties, ${scale} times the usual runs\n`);

/** A day: whoever asks for many runs waits for them. */
const timeout = `--testTimeout=${24 * 60 * 60 * 1000}`;
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const run = spawnSync(process.execPath, [vitest, 'run', timeout, ...files], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, OSTIARY_FUZZ: scale },
});
if (run.error) throw run.error;
process.exitCode = run.status ?? 1;
