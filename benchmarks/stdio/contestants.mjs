// Who stands between the client and the server.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { writePolicies } from './policies.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const server = here('server.mjs');
export const ostiary = fileURLToPath(new URL('dist/main.js', import.meta.resolve('ostiary/package.json')));

export const direct = { name: 'direct', command: [execPath, [server]] };
export const pipe = { name: 'raw Node pipe', command: [execPath, [here('raw-pipe.mjs'), server]] };
const floors = [pipe, { name: 'split and parse', command: [execPath, [here('split-and-parse.mjs'), server]] }];
const sdk = { name: 'SDK Server + Client', command: [execPath, [here('sdk-proxy.mjs'), server]] };

/** The gateway as it is built, with a log of its own. `node` are options of Node. */
export function gateway(durability, folder, { policy = writePolicies(folder).ours, node = [] } = {}) {
  const log = join(folder, `${durability}-${process.hrtime.bigint()}.jsonl`);
  const flags = ['--policy', policy, '--audit', log, '--durability', durability];
  return {
    name: `ostiary, ${durability}`,
    command: [execPath, [...node, ostiary, 'run', ...flags, '--', execPath, server]],
  };
}

/** The peers that `peers/install.sh` put into the folder; those that are not there are said. */
function installedPeers(peers, folder, say) {
  const policies = writePolicies(folder);
  const cwd = join(folder, 'peers');
  mkdirSync(cwd, { recursive: true });
  const in_ = (name, file) => join(peers, name, file);
  const all = {
    'mcp-transport-firewall': () => ({
      command: [
        execPath,
        [in_('mcp-transport-firewall', 'node_modules/mcp-transport-firewall/dist/cli.js'), '--', execPath, server],
      ],
    }),
    'mcp-gate-policy': () => ({
      command: [
        in_('mcp-gate-policy', 'bin/mcp-gate'),
        ['run', '--policy', policies.gate, '--audit', join(cwd, 'gate.jsonl'), '--', execPath, server],
      ],
    }),
    'mcp-egress-guard': () => ({
      command: [in_('mcp-egress-guard', 'bin/mcp-egress-guard'), ['run', '--config', configureGuard(peers, cwd)]],
    }),
    'mcp-aegis': () => ({
      command: [
        in_('mcp-aegis', 'bin/mcp-aegis'),
        ['--target', `${execPath} ${server}`, '--policy', policies.aegis, '--principal', 'bench', '--roles', 'bench'],
      ],
    }),
  };
  return Object.entries(all).flatMap(([name, make]) => {
    if (existsSync(join(peers, name))) return [{ name, cwd, ...make() }];
    say(`${name} is not installed (benchmarks/peers/install.sh) and is left out`);
    return [];
  });
}

/** Its own `init`, with its own rules; what it writes cannot be read again by its safe loader, so that line is put right. */
function configureGuard(peers, cwd) {
  spawnSync(join(peers, 'mcp-egress-guard/bin/mcp-egress-guard'), ['init'], { cwd, stdio: 'ignore' });
  const file = join(cwd, 'gateway.yaml');
  const text = readFileSync(file, 'utf8')
    .replace(/default_decision:.*\n\s+- ALLOW/, 'default_decision: ALLOW')
    .replace('downstream_command: []', `downstream_command: ${JSON.stringify([execPath, server])}`);
  writeFileSync(file, text);
  return file;
}

export function contestants(folder, peers, say) {
  const own = ['os', 'sync'].map((durability) => gateway(durability, folder));
  return [direct, ...floors, ...own, sdk, ...(peers === undefined ? [] : installedPeers(peers, folder, say))];
}
