// The machine's own Node. On Linux x64 the workspace brings a newer one for its tests, first on the path of every script;
// users of the packages do not have it, so the demo and the tests of what is installed must not run on it.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, dirname, join, sep } from 'node:path';

const isInstalled = (path) => path.split(sep).includes('node_modules');

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const directories = () => (process.env.PATH ?? '').split(delimiter).filter((path) => path !== '' && !isInstalled(path));

/** Path and version (`[major, minor]`) of the machine's own Node. */
export function hostNode() {
  const candidates = [
    process.env.npm_node_execpath,
    process.execPath,
    ...directories().map((path) => join(path, 'node')),
  ];
  const path = candidates.find(
    (one) => one && isExecutable(one) && !isInstalled(one) && !isInstalled(realpathSync(one)),
  );
  if (path === undefined) throw new Error('no `node` outside `node_modules` was found on the path');
  const version = spawnSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout.trim();
  return { path, version: version.split('.').slice(0, 2).map(Number), text: version };
}

// npm hands its whole configuration to scripts; only how to reach the registry is the user's, the rest describes this workspace.
const added =
  /^(npm_(?!config_(registry|cache|userconfig|noproxy|proxy|https_proxy)$)|pnpm_|INIT_CWD$|NODE_ENV$|OSTIARY_)/i;

/** The environment without what npm, pnpm and the workspace added: as a user's shell would have it. */
export function hostEnvironment() {
  const own = Object.entries(process.env).filter(([name]) => !added.test(name));
  return { ...Object.fromEntries(own), PATH: [dirname(hostNode().path), ...directories()].join(delimiter) };
}
