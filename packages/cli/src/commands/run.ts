import { defaultLimits } from '@ostiary/core-engine';
import type { Flags } from '../config/load.js';
import { loadSettings } from '../config/load.js';
import type { RunSettings } from '../config/options.js';
import { CommandError, causeOf, exit } from '../fail.js';
import type { Log, Parts, Relay, Server, Surroundings, Tools } from '../parts.js';
import { formatProblem, type Loaded, loadPolicies } from '../policies.js';
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
  const loaded = await loadPolicies(settings.policy.length > 0 ? settings.policy : ['pack:baseline'], parts);
  for (const problem of loaded.problems) around.err(`${parts.visible(formatProblem(problem))}\n`);
  if (loaded.policies.length === 0) throw new CommandError('the policy has errors, so nothing is started');

  const set = Object.fromEntries(settings.env.map((entry) => assign(entry, around.env)));
  const log = await openLog(settings, name, loaded, options, parts, around);
  say(`every call is recorded in ${log.path}`);
  const { tornBytes, openCalls } = log.recovered;
  if (tornBytes > 0) say(`the log ended in ${tornBytes} bytes of an unfinished record; they were cut off`);
  if (openCalls > 0) say(`${openCalls} calls of an earlier run have no outcome on record; they are marked unknown`);

  const gateway = start(name, log, watchLog(log, say), { ...settings, set }, loaded, options, parts, around);
  const signals = watchSignals(() => gateway.server.kill());
  const ended = await wind(gateway, signals, say);
  signals.stop();
  return ended;
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
  { record, note }: Pick<Log, 'record' | 'note'>,
  settings: RunSettings & { readonly set: Readonly<Record<string, string>> },
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
  const principal = { id: settings.agent, roles: settings.roles };
  const limits = {
    line: settings.maxLine,
    string: settings.maxString,
    name: settings.maxName,
    depth: settings.maxDepth,
    keys: settings.maxKeys,
  };
  const { sha256, randomId, monotonic } = parts;
  const relay: Relay = parts.startRelay({
    agent: agent.channel,
    upstream: server.channel,
    server: name,
    policies,
    environment: settings.environment ?? '',
    ports: { identify: () => principal, record, note, sha256, randomId, monotonic },
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
