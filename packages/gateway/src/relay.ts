import {
  type Gate,
  mustBeApart,
  openSessionState,
  type Policy,
  type Ports,
  readFromAgent,
  readFromServer,
  type StopEntry,
} from '@ostiary/core-engine';
import type { Channel } from './channel.js';
import { createClaims } from './claims.js';
import { deferred } from './deferred.js';
import { createIntake } from './intake.js';
import { createLane } from './lane.js';
import { mayCarry, openingBy } from './opening.js';
import { createOutbox } from './outbox.js';
import { patienceFor, watchPatience } from './patience.js';
import { createRefusals } from './refusals.js';
import { createSession } from './session.js';
import type { Settings } from './settings.js';
import { createValve } from './valve.js';

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

/**
 * Relays between one agent and one server and governs what policy speaks for. Starts at once; throws a `RangeError` where two policies
 * have one name.
 */
export function startRelay(options: RelayOptions): Relay {
  const { agent, upstream, ports, settings } = options;
  mustBeApart(options.policies);
  const over = deferred<Ending>();
  const asked = deferred<void>();
  let state: 'open' | 'closing' | 'closed' = 'open';
  let initializeTimedOut = false;

  const session = createSession(ports.randomId(), options.server, ports.note);
  const claims = createClaims();
  const gate: Gate = {
    policies: options.policies,
    session: openSessionState(session.id),
    annotations: claims.of,
    ports,
    where: { session: session.id, server: options.server },
    environment: options.environment,
    manners: settings.manners,
  };

  const agentValve = createValve(agent);
  const serverValve = createValve(upstream);
  const { maxQueued } = settings;
  const toAgent = createOutbox(agent, maxQueued, {
    onSlow() {
      serverValve.hold('slow_reader');
      // The agent reads nothing and is owed more than we may keep: its next requests wait in its own pipe.
      if (toAgent.queued > maxQueued) agentValve.hold('slow_reader');
    },
    onHeld: (isOver) => (isOver ? serverValve.hold('held_messages') : serverValve.release('held_messages')),
  });
  // Requests over the bound are answered "busy", so they are still read; what else comes in must not grow without end either.
  const toServer = createOutbox(upstream, 2 * maxQueued, {
    onSlow() {
      if (toServer.queued > 2 * maxQueued) agentValve.hold('slow_reader');
    },
    onHeld: (isOver) => (isOver ? agentValve.hold('held_messages') : agentValve.release('held_messages')),
  });
  const agentRefusals = createRefusals('agent', ports, toAgent, agentValve);
  const serverRefusals = createRefusals('server', ports, toServer, serverValve);

  const agentAsks = createLane({
    from: 'agent',
    gate: { ...gate, ports: openingBy('agent', session, ports) },
    settings,
    ahead: toServer,
    back: toAgent,
    passing: { gate, claims, session, from: 'agent' },
    refusals: agentRefusals,
    strays: serverRefusals,
    patience: (method) => patienceFor(method, 'agent', settings),
  });
  const serverAsks = createLane({
    from: 'server',
    gate: { ...gate, ports: openingBy('server', session, ports) },
    settings,
    ahead: toAgent,
    back: toServer,
    passing: { gate, claims, session, from: 'server' },
    refusals: serverRefusals,
    strays: agentRefusals,
    patience: (method) => patienceFor(method, 'server', settings),
  });

  const fromAgent = createIntake({
    settings,
    ports,
    from: 'agent',
    read: (line) => readFromAgent(line, settings.limits),
    asks: agentAsks,
    answers: serverAsks,
    ahead: toServer,
    refusals: agentRefusals,
    state: () => state,
    onRequest(request) {
      asked.resolve();
      if (request.method === 'initialize') session.introduce(request);
    },
    mayCarry: () => true,
  });
  const fromServer = createIntake({
    settings,
    ports,
    from: 'server',
    read: (line) => readFromServer(line, settings.limits),
    asks: serverAsks,
    answers: agentAsks,
    ahead: toAgent,
    refusals: serverRefusals,
    state: () => state,
    onRequest: () => undefined,
    mayCarry: (message) => mayCarry(message, gate, session),
  });

  /**
   * The server takes nothing any more. It may have answered before it left, so its output is read to the end first; one that lives on
   * with its input closed is given up after a moment, because nobody can say which requests it has seen.
   */
  function giveUp(): void {
    const timer = setTimeout(() => {
      if (serverValve.held) return giveUp();
      agentAsks.close();
      over.resolve('upstream_gone');
    }, lastWords);
    timer.unref();
  }

  agent.start({
    line: fromAgent.line,
    oversize: fromAgent.oversize,
    end(rest) {
      fromAgent.rest(rest);
      serverAsks.close();
      over.resolve('stdin_closed');
    },
    drain() {
      serverValve.release('slow_reader');
      agentValve.release('slow_reader');
    },
    broken() {
      // What is sent to the agent is dropped from here on, so nothing waits for it to read.
      serverValve.release('slow_reader');
      over.resolve('fault');
    },
  });
  upstream.start({
    line: fromServer.line,
    oversize: fromServer.oversize,
    end(rest) {
      fromServer.rest(rest);
      agentAsks.close();
      over.resolve('upstream_gone');
    },
    drain: () => agentValve.release('slow_reader'),
    broken() {
      agentValve.release('slow_reader');
      giveUp();
    },
  });
  const unwatch = watchPatience(agentAsks, toServer, ports.monotonic, settings, ({ request }) => {
    initializeTimedOut ||= request.method === 'initialize';
  });

  async function settled(): Promise<void> {
    await Promise.all([agentAsks.idle(), agentRefusals.idle(), serverRefusals.idle()]);
  }

  return {
    over: over.promise,
    asked: asked.promise,
    initializeTimedOut: () => initializeTimedOut,
    drain() {
      if (state === 'open') state = 'closing';
      return settled();
    },
    async stop(reason) {
      state = 'closed';
      unwatch();
      agentAsks.close();
      serverAsks.close();
      await serverAsks.idle();
      await settled();
      await session.close();
      await ports.note({ kind: 'stop', reason });
    },
  };
}
