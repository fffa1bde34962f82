import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { RunSettings } from '../config/options.js';
import type { Surroundings, Tools } from '../parts.js';
import { logFolder } from './log-folder.js';

type Kept = Pick<RunSettings, 'audit' | 'state'>;

/** What lies beside a log while it is written, and beside an SQLite file while it is open. */
const BESIDE_LOG = ['', '.lock'];
const BESIDE_STATE = ['', '-wal', '-shm', '-journal'];

/**
 * What policies get as `lists.gateway_files`: configuration, policies, log and state of this run, each by every name under which a
 * server may know it. `/home/me/team/policy.yaml` is `/policy.yaml` for a server that keeps to `/home/me/team` and takes relative paths,
 * or into whose container that folder is mounted; so every tail of the path is a name too.
 */
export async function nameOwnFiles(
  policies: readonly string[],
  { audit, state }: Kept,
  config: string | undefined,
  parts: Pick<Tools, 'readPack' | 'logFolder'>,
  { cwd, env }: Pick<Surroundings, 'cwd' | 'env'>,
): Promise<readonly string[]> {
  const files = [
    ...(config === undefined ? [] : [config]),
    ...policies.flatMap((name) => (name.startsWith('pack:') ? (parts.readPack(name.slice(5))?.file ?? []) : [name])),
    ...(audit === undefined ? [logFolder(parts, env)] : BESIDE_LOG.map((end) => audit + end)),
    ...(state === undefined ? [] : BESIDE_STATE.map((end) => state + end)),
  ].map((file) => resolve(cwd, file));
  const names = [...files, ...(await Promise.all(files.map(follow)))].flatMap(tails);
  return [...new Set(names)];
}

/** Where a file lies when links are followed; also of one that is not there yet. */
async function follow(file: string): Promise<string> {
  const real = await realpath(file).catch(() => undefined);
  if (real !== undefined || dirname(file) === file) return real ?? file;
  return join(await follow(dirname(file)), basename(file));
}

/** `/a/b/c` → `/a/b/c`, `/b/c`, `/c`. */
function tails(path: string): string[] {
  const steps = path.split('/').filter((step) => step !== '');
  return steps.map((_, index) => `/${steps.slice(index).join('/')}`);
}
