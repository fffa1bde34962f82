import { type AuditEntry, compilePolicy, defaultLimits, type Ports } from '@ostiary/core-engine';
import { type Channel, type ChannelHandlers, type Settings, startRelay } from '../src/index.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** One end of a connection, held by the test: what was sent to it, and a hand to send from it. */
export interface FakeChannel extends Channel {
  /** Lines that arrived here. */
  readonly arrived: string[];
  readonly handlers: () => ChannelHandlers;
  /** Sends one line from this side. */
  say(message: unknown): void;
  /** What `send` answers, and what counts as queued. */
  full: boolean;
  queued: number;
  paused: number;
}

export function fakeChannel(): FakeChannel {
  let handlers: ChannelHandlers | undefined;
  const channel: FakeChannel = {
    arrived: [],
    full: false,
    queued: 0,
    paused: 0,
    start(given) {
      handlers = given;
    },
    handlers() {
      if (!handlers) throw new Error('not started');
      return handlers;
    },
    send(pieces) {
      channel.arrived.push(pieces.map((piece) => decoder.decode(piece)).join(''));
      return !channel.full;
    },
    say(message) {
      channel.handlers().line(encoder.encode(typeof message === 'string' ? message : JSON.stringify(message)));
    },
    pause: () => void channel.paused++,
    resume: () => void channel.paused--,
    end: async () => undefined,
  };
  return channel;
}

export interface Scene {
  readonly agent: FakeChannel;
  readonly server: FakeChannel;
  readonly entries: AuditEntry[];
  readonly relay: ReturnType<typeof startRelay>;
  /** Lets everything happen that waits for nothing but a turn. */
  settle(): Promise<void>;
  /** The clock of the relay, in milliseconds. */
  clock: { now: number };
}

export const settings: Settings = {
  limits: defaultLimits,
  manners: { denyAs: 'result', explain: true },
  unknownMethods: 'deny',
  idleTimeout: 1_000_000,
  initializeTimeout: 1_000_000,
  maxInFlight: 10_000,
  maxQueued: 64 * 1024 ** 2,
};

/** A relay between two fake channels, under a policy. */
export async function open(
  policyText: string,
  ports: Partial<Ports> = {},
  changed: Partial<Settings> = {},
): Promise<Scene> {
  const compiled = await compilePolicy({ name: 'test', text: policyText });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  const agent = fakeChannel();
  const server = fakeChannel();
  const entries: AuditEntry[] = [];
  const clock = { now: 0 };
  const write = async (entry: AuditEntry) => void entries.push(entry);
  let ids = 0;
  const relay = startRelay({
    agent,
    upstream: server,
    server: 'fs',
    policies: [compiled.policy],
    environment: '',
    settings: { ...settings, ...changed },
    ports: {
      identify: async () => ({ id: 'agent:local', roles: [] }),
      record: write,
      note: write,
      sha256: () => 'digest',
      randomId: () => `id-${++ids}`,
      monotonic: () => clock.now,
      now: () => clock.now,
      ...ports,
    },
  });
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 5));
  return { agent, server, entries, relay, settle, clock };
}

export const allowAll = 'version: 1\ndefault: allow\n';

export const call = (id: unknown, name = 'read', more: object = {}): object => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: {}, ...more },
});

export const result = (id: unknown, value: object = { content: [] }): object => ({ jsonrpc: '2.0', id, result: value });

export const cancel = (requestId: unknown): object => ({
  jsonrpc: '2.0',
  method: 'notifications/cancelled',
  params: { requestId },
});
