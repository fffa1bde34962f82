// Runs the pinned pnpm with the given arguments, whether or not one is on the path.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const pin = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).packageManager.split('+')[0];

/** Runs the pinned pnpm in the workspace and returns its exit code; with `quiet` its output is shown only when it fails. */
export function pnpm(args, { quiet = false } = {}) {
  // NODE_ENV=production would leave out what builds and tests; CI keeps pnpm from asking where nobody can answer.
  const { NODE_ENV, ...env } = process.env;
  const run = spawnSync('npx', ['--yes', pin, ...args], {
    cwd: root,
    env: quiet ? { ...env, CI: 'true' } : env,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
  });
  if (run.error) {
    const missing = run.error.code === 'ENOENT';
    process.stderr.write(
      missing ? '`npx` was not found on the path; it comes with npm\n' : `npx: ${run.error.message}\n`,
    );
    return 127;
  }
  if (quiet && run.status !== 0) process.stderr.write(`${run.stdout}${run.stderr}`);
  return run.status ?? 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(pnpm(process.argv.slice(2)));
