import { defaultLimits, type Policy, type Ports, type Principal } from '@ostiary/core-engine';
import { labelsOf } from '../config/labels.js';
import type { Flags } from '../config/load.js';
import { loadSettings } from '../config/load.js';
import type { RunSettings } from '../config/options.js';
import { CommandError, causeOf, exit } from '../fail.js';
import type { Log, Parts, Relay, Server, Surroundings, Tools, UsageStore } from '../parts.js';
import { formatProblem, type Loaded, loadPolicies } from '../policies.js';
import { nameOwnFiles } from './own-files.js';
import { nameServer } from './server-name.js';
import { watchSignals } from './signals.js';
import { watchLog } from './watch-log.js';
import { type Gateway, wind } from './wind-down.js';

export interface RunOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly flags: Flags;
  readonly config: string | undefined;
}

/** Stands between the agent on our standard input and output and one server. Gives the exit code when that is over. */
export async function run<Channel>(options: RunOptions, parts: Parts<Channel>, around: Surroundings): Promise<number> {
  const say = (text: string) => around.err(`ostiary: ${parts.visible(text)}\n`);
  const settings = await loadSettings(options.flags, around.env, options.config, say);
  const name = settings.server ?? nameServer(options.command, options.args);

  if (settings.policy.length === 0) say('no policy is named, so pack:baseline decides (see `ostiary run --help`)');
  const names = settings.policy.length > 0 ? settings.policy : ['pack:baseline'];
  const loaded = await loadPolicies(names, parts, await nameOwnFiles(names, settings, options.config, parts, around));
  for (const problem of loaded.problems) around.err(`${parts.visible(formatProblem(problem))}\n`);
  if (loaded.policies.length === 0) throw new CommandError('the policy has errors, so nothing is started');

  refuseScanless(loaded.policies);
  const set = Object.fromEntries(settings.env.map((entry) => assign(entry, around.env)));
  const labels = labelsOf(settings.label);
  const log = await openLog(settings, name, loaded, options, parts, around);
  say(`every call is recorded in ${log.path}`);
  const { tornBytes, openCalls } = log.recovered;
  if (tornBytes > 0) say(`the log ended in ${tornBytes} bytes of an unfinished record; they were cut off`);
  if (openCalls > 0) say(`${openCalls} calls of an earlier run have no outcome on record; they are marked unknown`);

  const store = await openUsage(settings, loaded.policies, log, say, parts);
  const ports = { ...watchLog(log, say), ...(store && { usage: store.usage }) };
  const gateway = start(name, log, ports, { ...settings, set, labels }, loaded, options, parts, around);
  const signals = watchSignals(() => gateway.server.kill());
  const ended = await wind(gateway, signals, say);
  signals.stop();
  store?.close();
  return ended;
}

/** A rule about findings would refuse every call that it speaks of, so it is said before there is one. */
function refuseScanless(policies: readonly Policy[]): void {
  const needing = policies.filter(({ needs }) => needs.findings).map(({ name }) => `\`${name}\``);
  if (needing.length === 0) return;
  throw new CommandError(
    `rules of ${needing.join(', ')} look at findings (\`findings\`, \`min_score\`, \`score\` in a condition), and this program has no scanners yet`,
  );
}

/** What is spent is kept where a rule counts. Where it cannot be opened nothing starts: a limit that counts nothing is none. */
async function openUsage<Channel>(
  { state }: RunSettings,
  policies: readonly Policy[],
  log: Log,
  say: (text: string) => void,
  parts: Parts<Channel>,
): Promise<UsageStore | undefined> {
  if (!policies.some(({ needs }) => needs.usage)) return undefined;
  if (state === undefined) say('budgets and rates are counted in memory and begin anew with each start (see --state)');
  try {
    return await parts.openUsage(state);
  } catch (cause) {
    await log.close();
    throw new CommandError(`what is spent cannot be kept: ${causeOf(cause)}`, exit.usage, { cause });
  }
}

async function openLog(
  settings: RunSettings,
  server: string,
  { policies, digests }: Loaded,
  { command, args }: RunOptions,
  parts: Tools,
  { env, cwd }: Surroundings,
): Promise<Log> {
  const start = {
    version: parts.version,
    plugins: [],
    policies: policies.map(({ name }, index) => ({ name, sha256: digests[index] ?? '' })),
    arguments: 'none' as const,
  };
  const options = { durability: settings.durability, start };
  try {
    if (settings.audit !== undefined) return await parts.openLog(settings.audit, options);
    return await parts.openDefaultLog({ server, argv: [command, ...args], cwd, env }, options);
  } catch (cause) {
    throw new CommandError(`the audit log cannot be opened: ${causeOf(cause)}`, exit.usage, { cause });
  }
}

function start<Channel>(
  name: string,
  log: Log,
  kept: Pick<Ports, 'record' | 'note' | 'usage'>,
  settings: RunSettings & { readonly set: Readonly<Record<string, string>>; readonly labels: Principal['labels'] & {} },
  { policies }: Loaded,
  { command, args }: RunOptions,
  parts: Parts<Channel>,
  { env }: Surroundings,
): Gateway {
  const server: Server<Channel> = parts.startServer({
    command,
    args,
    env: parts.serverEnvironment(env, { clean: settings.cleanEnv, set: settings.set }),
    name,
    lineLimit: settings.maxLine,
  });
  const agent = parts.openAgent(settings.maxLine);
  const principal = { id: settings.agent, roles: settings.roles, labels: settings.labels };
  const limits = {
    line: settings.maxLine,
    string: settings.maxString,
    name: settings.maxName,
    depth: settings.maxDepth,
    keys: settings.maxKeys,
  };
  const { sha256, randomId, monotonic, now } = parts;
  const relay: Relay = parts.startRelay({
    agent: agent.channel,
    upstream: server.channel,
    server: name,
    policies,
    environment: settings.environment ?? '',
    ports: { identify: () => principal, ...kept, sha256, randomId, monotonic, now },
    settings: {
      ...settings,
      limits: { ...defaultLimits, ...limits },
      manners: { denyAs: settings.denyAs, explain: settings.explainDenials },
    },
  });
  return { agent, server, relay, log, command };
}

/** `NAME=value` as it stands; `NAME` with our own value, without which the server would be given something else than was meant. */
function assign(entry: string, env: Surroundings['env']): [string, string] {
  const equals = entry.indexOf('=');
  if (equals > 0) return [entry.slice(0, equals), entry.slice(equals + 1)];
  const value = env[entry];
  if (value === undefined)
    throw new CommandError(`--env ${entry}: there is no such variable here; write ${entry}=value`);
  return [entry, value];
}
