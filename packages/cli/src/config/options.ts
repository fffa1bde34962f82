import { defaultLimits } from '@ostiary/core-engine';
import { count, duration, flag, label, oneOf, type Parse, pair, serverName, size, variable } from './values.js';

/** One thing that can be set: by flag, by environment variable, by a key of the configuration file. */
export interface Option<T = unknown> {
  /** The key in the configuration file; a dot goes one level down. The variable is `OSTIARY_` and the key in capitals. */
  readonly key: string;
  /** The long flag, without dashes. */
  readonly flag: string;
  readonly parse: Parse<T>;
  /** Given several times: all count. In a variable the entries stand apart by this text. */
  readonly separator?: ',' | '\n';
  /** The flag takes no value. */
  readonly bare?: boolean;
  /** What stands behind the flag in the help. */
  readonly takes?: string;
  readonly help: string;
  readonly default?: T;
}

const text: Parse<string> = label;
const MiB = 1024 ** 2;

/** The values that a run goes by. Times are milliseconds, sizes bytes; undefined where nothing was given and there is no default. */
export interface RunSettings {
  readonly policy: readonly string[];
  readonly server: string | undefined;
  readonly audit: string | undefined;
  readonly durability: 'sync' | 'os';
  readonly state: string | undefined;
  readonly agent: string;
  readonly roles: readonly string[];
  readonly label: readonly (readonly [key: string, value: string])[];
  readonly environment: string | undefined;
  readonly env: readonly string[];
  readonly cleanEnv: boolean;
  readonly denyAs: 'result' | 'error';
  readonly explainDenials: boolean;
  readonly unknownMethods: 'deny' | 'pass';
  readonly idleTimeout: number;
  readonly initializeTimeout: number;
  readonly maxLine: number;
  readonly maxString: number;
  readonly maxName: number;
  readonly maxDepth: number;
  readonly maxKeys: number;
  readonly maxInFlight: number;
  readonly maxQueued: number;
}

/** Every option of `run`. The order is that of the help. */
export const runOptions: { readonly [Name in keyof RunSettings]: Option<unknown> } = {
  policy: {
    key: 'policy',
    flag: 'policy',
    parse: text,
    separator: ',',
    takes: '<file|dir|pack:name>',
    help: 'policy to judge by; repeatable, the strictest wins (default: pack:baseline)',
  },
  server: {
    key: 'server',
    flag: 'server',
    parse: serverName,
    takes: '<name>',
    help: "the server's name in policies and on record (default: from the command)",
  },
  audit: {
    key: 'audit.file',
    flag: 'audit',
    parse: text,
    takes: '<file.jsonl>',
    help: 'the audit log (default: one a server in the state folder)',
  },
  durability: {
    key: 'audit.durability',
    flag: 'durability',
    parse: oneOf('sync', 'os'),
    default: 'sync',
    takes: '<sync|os>',
    help: 'sync: a call waits until its record is on disk; os: until the operating system has it',
  },
  state: {
    key: 'state',
    flag: 'state',
    parse: text,
    takes: '<file>',
    help: 'keep what budgets and rates have counted in this SQLite file, shared by gateways (default: in memory)',
  },
  agent: {
    key: 'agent',
    flag: 'agent',
    parse: label,
    default: 'agent:local',
    takes: '<id>',
    help: "the agent's id in policies and on record",
  },
  roles: { key: 'roles', flag: 'roles', parse: label, separator: ',', takes: '<r,s>', help: "the agent's roles" },
  label: {
    key: 'labels',
    flag: 'label',
    parse: pair,
    separator: '\n',
    takes: '<key=value>',
    help: 'a label of the agent in policies; repeatable',
  },
  environment: {
    key: 'environment',
    flag: 'environment',
    parse: label,
    takes: '<name>',
    help: "the deployment's name in policies, such as production",
  },
  env: {
    key: 'env',
    flag: 'env',
    parse: variable,
    separator: '\n',
    takes: '<NAME[=value]>',
    help: "give the server this variable (NAME alone: the gateway's own value); repeatable",
  },
  cleanEnv: {
    key: 'clean_env',
    flag: 'clean-env',
    parse: flag,
    bare: true,
    default: false,
    help: 'give the server only PATH, HOME and the like, and what --env names',
  },
  denyAs: {
    key: 'deny_as',
    flag: 'deny-as',
    parse: oneOf('result', 'error'),
    default: 'result',
    takes: '<result|error>',
    help: 'how a denied tools/call is told: a result that the model reads, or a JSON-RPC error',
  },
  explainDenials: {
    key: 'explain_denials',
    flag: 'explain-denials',
    parse: flag,
    default: true,
    takes: '<true|false>',
    help: 'tell the agent which rule denied and why; false leaves only the code',
  },
  unknownMethods: {
    key: 'unknown_methods',
    flag: 'unknown-methods',
    parse: oneOf('deny', 'pass'),
    default: 'deny',
    takes: '<deny|pass>',
    help: "what becomes of an agent's method that MCP does not have",
  },
  idleTimeout: {
    key: 'idle_timeout',
    flag: 'idle-timeout',
    parse: duration,
    default: 600_000,
    takes: '<time>',
    help: 'longest wait for an answer or progress of the server (10m)',
  },
  initializeTimeout: {
    key: 'initialize_timeout',
    flag: 'initialize-timeout',
    parse: duration,
    default: 30_000,
    takes: '<time>',
    help: 'the same for initialize and lists (30s)',
  },
  maxLine: {
    key: 'max_line',
    flag: 'max-line',
    parse: size,
    default: defaultLimits.line,
    takes: '<size>',
    help: 'longest message (32MiB)',
  },
  maxString: {
    key: 'max_string',
    flag: 'max-string',
    parse: size,
    default: defaultLimits.string,
    takes: '<size>',
    help: 'longest string in a message of the agent (8MiB)',
  },
  maxName: {
    key: 'max_name',
    flag: 'max-name',
    parse: size,
    default: defaultLimits.name,
    takes: '<size>',
    help: 'longest name, URI or method (4KiB)',
  },
  maxDepth: {
    key: 'max_depth',
    flag: 'max-depth',
    parse: count(2, 10_000),
    default: defaultLimits.depth,
    takes: '<n>',
    help: 'deepest nesting (128)',
  },
  maxKeys: {
    key: 'max_keys',
    flag: 'max-keys',
    parse: count(1, 10_000_000),
    default: defaultLimits.keys,
    takes: '<n>',
    help: 'most keys in a message of the agent (100000)',
  },
  maxInFlight: {
    key: 'max_in_flight',
    flag: 'max-in-flight',
    parse: count(1, 1_000_000),
    default: 10_000,
    takes: '<n>',
    help: 'most requests in flight in each direction (10000)',
  },
  maxQueued: {
    key: 'max_queued',
    flag: 'max-queued',
    parse: size,
    default: 64 * MiB,
    takes: '<size>',
    help: 'most bytes waiting for a slow side (64MiB)',
  },
};

export function variableOf({ key }: Pick<Option, 'key'>): string {
  // `audit.file` is the one key whose last part says nothing that its first does not.
  return `OSTIARY_${key.replace('audit.file', 'audit').replaceAll('.', '_').toUpperCase()}`;
}
