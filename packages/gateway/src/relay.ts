import {
  type Gate,
  type Policy,
  type Ports,
  type Principal,
  type Request,
  readFromAgent,
  readFromServer,
  type Side,
  type StopEntry,
} from '@ostiary/core-engine';
import type { Channel } from './channel.js';
import { deferred } from './deferred.js';
import { createIntake, type Intake, refuse } from './intake.js';
import { createLane, type Lane } from './lane.js';
import { createOutbox, type Outbox } from './outbox.js';
import { patienceFor, watchPatience } from './patience.js';
import { refusedEntry, verdict } from './refuse.js';
import { createSession } from './session.js';
import type { Settings } from './settings.js';

export interface RelayOptions {
  readonly agent: Channel;
  readonly upstream: Channel;
  /** The upstream's name, for policy and on record. */
  readonly server: string;
  readonly policies: readonly Policy[];
  /** The deployment's name; empty when not given. */
  readonly environment: string;
  readonly ports: Ports;
  readonly settings: Settings;
}

/** Why relaying cannot go on: the agent closed its side, the server is gone, or the agent takes nothing any more. */
export type Ending = 'stdin_closed' | 'upstream_gone' | 'fault';

export interface Relay {
  /** Resolves with the first reason for which relaying cannot go on. */
  readonly over: Promise<Ending>;
  /** Resolves when the agent's first request has arrived. */
  readonly asked: Promise<void>;
  /** Whether `initialize` went without an answer for too long. */
  readonly initializeTimedOut: () => boolean;
  /** Accepts nothing new and resolves when every request of the agent is answered. */
  drain(): Promise<void>;
  /** Tells whoever still waits that no answer will come, and puts the end on record. Rejects when that could not be written. */
  stop(reason: StopEntry['reason']): Promise<void>;
}

/** Milliseconds in which the output of a server that closed its input is still awaited. */
const lastWords = 500;

/** Relays between one agent and one server and governs what policy speaks for. Starts at once. */
export function startRelay(options: RelayOptions): Relay {
  const { agent, upstream, ports, settings } = options;
  const over = deferred<Ending>();
  const asked = deferred<void>();
  let closing = false;
  let initializeTimedOut = false;

  const session = createSession(ports.randomId(), options.server, ports.note);
  const gate: Gate = {
    policies: options.policies,
    ports,
    where: { session: session.id, server: options.server },
    environment: options.environment,
    manners: settings.manners,
  };
  // A call before `initialize`, or in a revision that has none, opens the session by being the first.
  const opening: Ports['identify'] = (request) => (session.isOpen ? ports.identify(request) : open(request));
  async function open(request: Request): Promise<Principal> {
    const principal = await ports.identify(request);
    await session.open(principal, request);
    return principal;
  }

  let serverPaused = false;
  const toAgent = createOutbox(agent, () => {
    serverPaused = true;
    upstream.pause();
    // The agent reads nothing and is owed more than we may keep: its next requests wait in its own pipe.
    if (toAgent.queued > settings.maxQueued) agent.pause();
  });
  const toServer = createOutbox(upstream, () => {
    // Requests over the bound are answered "busy"; what else still comes in must not grow without end either.
    if (toServer.queued > 2 * settings.maxQueued) agent.pause();
  });

  function openLane(from: Side, ahead: Outbox, back: Outbox): Lane {
    const other = from === 'agent' ? 'server' : 'agent';
    return createLane({
      from,
      gate: { ...gate, ports: { ...ports, identify: opening } },
      settings,
      ahead,
      back,
      passing: { gate, session, from },
      refuse: (reason, line, id) => void refuse({ from, ports, back }, verdict(reason), line, { id }),
      stray: (reason, line) => {
        const entry = refusedEntry(other, { code: 'OSTIARY_MALFORMED', reason }, line, ports.sha256);
        // Dropped whether or not the log could keep it; a store that cannot write refuses the next call anyway.
        ports.note(entry).catch(() => undefined);
      },
      patience: (method) => patienceFor(method, from, settings),
    });
  }
  const agentAsks = openLane('agent', toServer, toAgent);
  const serverAsks = openLane('server', toAgent, toServer);

  /**
   * The server takes nothing any more. It may have answered before it left, so its output is read to the end first; one that lives on
   * with its input closed is given up after a moment, because nobody can say which requests it has seen.
   */
  function giveUp(): void {
    const timer = setTimeout(() => {
      if (serverPaused) return giveUp();
      agentAsks.close();
      over.resolve('upstream_gone');
    }, lastWords);
    timer.unref();
  }

  const shared = { settings, ports };
  const fromAgent = createIntake({
    ...shared,
    from: 'agent',
    read: (line) => readFromAgent(line, settings.limits),
    asks: agentAsks,
    answers: serverAsks,
    ahead: toServer,
    back: toAgent,
    closing: () => closing,
    onRequest(request) {
      asked.resolve();
      if (request.method === 'initialize') session.introduce(request);
    },
  });
  const fromServer = createIntake({
    ...shared,
    from: 'server',
    read: (line) => readFromServer(line, settings.limits),
    asks: serverAsks,
    answers: agentAsks,
    ahead: toAgent,
    back: toServer,
    closing: () => false,
    onRequest: () => undefined,
  });

  agent.start(
    handlersOf(fromAgent, serverAsks, () => over.resolve('stdin_closed'), {
      drain: () => {
        serverPaused = false;
        upstream.resume();
        agent.resume();
      },
      broken: () => over.resolve('fault'),
    }),
  );
  upstream.start(
    handlersOf(fromServer, agentAsks, () => over.resolve('upstream_gone'), {
      drain: () => agent.resume(),
      broken: () => giveUp(),
    }),
  );
  const unwatch = watchPatience(agentAsks, toServer, ports.monotonic, settings, ({ request }) => {
    initializeTimedOut ||= request.method === 'initialize';
  });

  return {
    over: over.promise,
    asked: asked.promise,
    initializeTimedOut: () => initializeTimedOut,
    drain() {
      closing = true;
      return agentAsks.idle();
    },
    async stop(reason) {
      closing = true;
      unwatch();
      agentAsks.close();
      serverAsks.close();
      await Promise.all([agentAsks.idle(), serverAsks.idle()]);
      await session.close();
      await ports.note({ kind: 'stop', reason });
    },
  };
}

/** What one side's channel reports. When it ends, nobody is left there to answer the other side's requests. */
function handlersOf(
  intake: Intake,
  unanswerable: Lane,
  onEnd: () => void,
  flow: { drain(): void; broken(): void },
): Parameters<Channel['start']>[0] {
  return {
    line: intake.line,
    oversize: intake.oversize,
    end(rest) {
      intake.rest(rest);
      unanswerable.close();
      onEnd();
    },
    ...flow,
  };
}
