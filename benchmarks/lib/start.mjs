// How every benchmark starts: on the machine's own Node, which is what users have, and with everything on one core, because
// wake-ups across cores make medians jump between two values.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { hostEnvironment, hostNode } from '../../scripts/host-node.mjs';
import { describeRun, fileSystemOf } from './machine.mjs';
import { keep } from './table.mjs';

const PINNED = 'BENCH_PINNED';

const common = {
  quick: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  core: { type: 'string', default: '1' },
  folder: { type: 'string', default: tmpdir() },
};

/** Runs this very script again, pinned, and ends with its exit code; gives the core where it is pinned, undefined where it cannot be. */
function pin(script, core) {
  if (process.env[PINNED] !== undefined) return process.env[PINNED] || undefined;
  const works = spawnSync('taskset', ['-c', core, 'true']).status === 0;
  const node = [hostNode().path, '--expose-gc', fileURLToPath(script), ...process.argv.slice(2)];
  const [command, ...args] = works ? ['taskset', '-c', core, ...node] : node;
  const env = { ...hostEnvironment(), [PINNED]: works ? core : '' };
  process.exit(spawnSync(command, args, { stdio: 'inherit', env }).status ?? 1);
}

/**
 * Parses the flags, pins, gives `bench` a folder for its files, prints what it returns (Markdown) and keeps it in README.md where
 * `--write` says so.
 */
export async function start(name, script, flags, bench) {
  const { values } = parseArgs({ options: { ...common, ...flags } });
  const partly = ['quick', 'calls', 'profile'].filter((flag) => values[flag]);
  if (values.write && partly.length > 0)
    throw new Error(`--write keeps the tables of a whole run: leave --${partly.join(', --')} out`);
  const core = pin(script, values.core);
  const loadBefore = loadavg();
  const folder = mkdtempSync(join(values.folder, 'ostiary-bench-'));
  const { [PINNED]: _, ...env } = process.env;
  try {
    if (fileSystemOf(folder) === 'tmpfs')
      process.stderr.write('logs are on tmpfs: name a folder on a disk with --folder\n');
    const text = await bench({ ...values, core, folder, env });
    const command = ['pnpm', name, ...process.argv.slice(2).filter((word) => word !== '--write')].join(' ');
    const page = `${describeRun(command, { folder, core, loadBefore })}\n\n${text}`;
    process.stdout.write(`${page}\n`);
    if (values.write) keep(name, page);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
