import type { AuditEntry, Limits, ListedTool, Manners, Policy, Ports, StopEntry, Usage } from '@ostiary/core-engine';

/** A starter policy that ships with the program. */
export interface Pack {
  readonly name: string;
  /** Where it lies, for messages. */
  readonly file: string;
  /** The file's bytes. */
  readonly text: Uint8Array;
}

/** What the first record of a run says of it. */
export interface LogStart {
  readonly version: string;
  readonly plugins: readonly { readonly name: string; readonly version: string }[];
  readonly policies: readonly { readonly name: string; readonly sha256: string }[];
  readonly arguments: 'none';
}

export interface Log {
  readonly path: string;
  /** Hash of the last record. */
  readonly head: string;
  readonly recovered: { readonly tornBytes: number; readonly openCalls: number };
  /** Rejects with `code` `changed` when somebody moved, cut or replaced the log: nothing is recorded then until a restart. */
  readonly record: (entry: AuditEntry) => Promise<void>;
  /** Rejects like `record`. */
  readonly note: (entry: AuditEntry) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Whose default log it is. */
export interface Wrapped {
  readonly server: string;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: { readonly [name: string]: string | undefined };
}

interface LogOptions {
  readonly durability: 'sync' | 'os';
  readonly start: LogStart;
}

export type Verdict =
  | { readonly status: 'ok'; readonly records: number; readonly head: string; readonly anchored: boolean }
  | { readonly status: 'broken'; readonly seq: number; readonly offset: number; readonly reason: string }
  | { readonly status: 'unreadable'; readonly reason: string };

/** What a reader of the end of a log is told; nothing of it is verified. */
export type TailItem =
  | { readonly kind: 'record'; readonly line: string }
  | { readonly kind: 'unfinished'; readonly bytes: number }
  | { readonly kind: 'replaced' | 'gone' }
  | { readonly kind: 'cut'; readonly size: number };

export interface ServerExit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly error?: Error;
}

export interface Server<Channel> {
  readonly channel: Channel;
  /** Resolves once, when the server has ended or could not be started. */
  readonly exited: Promise<ServerExit>;
  /** Ends the server: its input is closed, then SIGTERM, then SIGKILL. `spent`: milliseconds of that schedule already used. */
  stop(spent?: number): Promise<void>;
  /** SIGKILL to the server's whole process group, now. */
  kill(): void;
}

interface ServerOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<{ [name: string]: string }>;
  readonly name: string;
  readonly lineLimit: number;
}

export interface Relay {
  readonly over: Promise<'stdin_closed' | 'upstream_gone' | 'fault'>;
  readonly asked: Promise<void>;
  readonly initializeTimedOut: () => boolean;
  drain(): Promise<void>;
  stop(reason: StopEntry['reason']): Promise<void>;
}

interface RelayOptions<Channel> {
  readonly agent: Channel;
  readonly upstream: Channel;
  readonly server: string;
  readonly policies: readonly Policy[];
  readonly environment: string;
  readonly ports: Ports;
  readonly settings: {
    readonly limits: Limits;
    readonly manners: Manners;
    readonly unknownMethods: 'deny' | 'pass';
    readonly idleTimeout: number;
    readonly initializeTimeout: number;
    readonly maxInFlight: number;
    readonly maxQueued: number;
  };
}

/** What commands need that start no server. */
export interface Tools {
  readonly version: string;
  readonly packNames: readonly string[];
  readonly readPack: (name: string) => Pack | undefined;
  readonly openLog: (path: string, options: LogOptions) => Promise<Log>;
  readonly openDefaultLog: (wrapped: Wrapped, options: LogOptions) => Promise<Log>;
  /** The folder of default logs. */
  readonly logFolder: (env: Wrapped['env']) => string;
  readonly verifyLog: (path: string, options: { readonly expectHead?: string }) => Promise<Verdict>;
  readonly tailLog: (
    path: string,
    options: { readonly last: number; readonly follow: boolean },
  ) => AsyncIterable<TailItem>;
  /** Text from outside with control and bidirectional characters spelt out. */
  readonly visible: (text: string) => string;
  readonly sha256: Ports['sha256'];
}

/**
 * Everything concrete that the commands work with. The commands import none of it: an application hands it in, so that
 * somebody else's store or transport needs no change here. `Channel` is whatever the application's transport and relay agree on.
 */
export interface Parts<Channel> extends Tools {
  /** The agent's side: what this process was started with. `end` sends what is queued. */
  readonly openAgent: (lineLimit: number) => { readonly channel: Channel; end(): Promise<void> };
  readonly startServer: (options: ServerOptions) => Server<Channel>;
  readonly serverEnvironment: (
    parent: Wrapped['env'],
    options: { readonly clean: boolean; readonly set: Readonly<{ [name: string]: string }> },
  ) => Readonly<{ [name: string]: string }>;
  readonly startRelay: (options: RelayOptions<Channel>) => Relay;
  /** Asks a server for its tools, as a client would. Does not reject; `timeout` in milliseconds. */
  readonly askTools: (
    channel: Channel,
    options: { readonly version: string; readonly timeout: number },
  ) => Promise<
    | { readonly tools: readonly ListedTool[]; readonly unreadable: number }
    | { readonly failure: 'ended' | 'timeout' | 'refused' | 'unreadable' | 'too_much' }
  >;
  readonly randomId: Ports['randomId'];
  readonly monotonic: Ports['monotonic'];
  readonly now: Ports['now'];
  /** What budgets and rates count: in the file, else in memory. Throws where the file cannot be used. */
  readonly openUsage: (file: string | undefined) => Promise<UsageStore>;
}

export interface UsageStore {
  readonly usage: Usage;
  close(): void;
}

/** The process around the commands. */
export interface Surroundings {
  readonly env: Wrapped['env'];
  readonly cwd: string;
  /** Whether a person looks at the answers: only then are they coloured, and never with NO_COLOR. */
  readonly isTerminal?: boolean;
  /** Answers of commands. While `run` is at work, MCP alone. */
  readonly out: (text: string) => void;
  /** Text for people. */
  readonly err: (text: string) => void;
}
