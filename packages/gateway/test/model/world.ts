import { defaultLimits, type Policy } from '@ostiary/core-engine';
import { vi } from 'vitest';
import { type Relay, startRelay } from '../../src/index.js';
import { settings } from '../harness.js';
import { openLedger } from './ledger.js';
import { type Link, openLink } from './link.js';
import { answers, garbled, ids, noises, requests, tellings } from './messages.js';
import { type Asked, keyOf } from './said.js';
import type { Scenario, Step, Who } from './scenario.js';
import { openWitness, type Witness } from './witness.js';

/** Milliseconds that a request may take, and `initialize` and lists. */
const patience = { idle: 1000, initialize: 400, none: Number.POSITIVE_INFINITY };

export interface World {
  readonly witness: Witness;
  readonly links: Readonly<Record<Who, Link>>;
  readonly relay: Relay;
  take(step: Step): Promise<void>;
  /** Everything that waits for nothing but its turn has happened. */
  turn(): Promise<void>;
  /** Both sides read, the ports answer well, nothing more is under way. */
  calm(): Promise<void>;
  /** Everybody answers what they were asked. */
  answerAll(): Promise<void>;
  advance(ms: number): Promise<void>;
  /** How it ended. */
  stop(): Promise<'stopped' | 'not recorded'>;
}

/** The steps that do this. */
type Doing<One, Does> = One extends { readonly do: infer All } ? (Does extends All ? One : never) : never;

const choose = <Item>(items: readonly Item[], pick: number): Item | undefined =>
  items[pick % Math.max(1, items.length)];

export function openWorld(scenario: Scenario, policy: Policy): World {
  const clock = { now: 0 };
  const ledger = openLedger(scenario.slow, clock);
  const witness = openWitness(ledger, clock, patience);
  const links = {
    agent: openLink((line) => witness.arrive('agent', line)),
    server: openLink((line) => witness.arrive('server', line)),
  };
  let serial = 0;
  let calls = 0;
  let stopping: Promise<void> | undefined;
  const relay = startRelay({
    agent: links.agent.channel,
    upstream: links.server.channel,
    server: 'fs',
    policies: [policy],
    environment: '',
    settings: {
      ...settings,
      limits: defaultLimits,
      unknownMethods: scenario.unknownMethods,
      maxInFlight: scenario.maxInFlight,
      maxQueued: scenario.maxQueued,
      idleTimeout: patience.idle,
      initializeTimeout: patience.initialize,
    },
    ports: {
      ...ledger.ports,
      // The bytes themselves, so that a record shows which message it is about.
      sha256: (bytes) => Buffer.from(bytes).toString(),
      randomId: () => `id-${++calls}`,
      monotonic: () => clock.now,
      now: () => clock.now,
    },
  });

  /** Says one line, with its serial number, if this side still can. */
  function say(who: Who, write: (serial: number) => string, note: (serial: number, line: string) => void): void {
    if (links[who].ended) return;
    const number = ++serial;
    const line = write(number);
    // Behind the stop nothing is looked at.
    links[who].say({ line, told: () => (stopping ? undefined : note(number, line)) });
  }

  function answer(who: Who, asked: Asked, how: number): void {
    const body = choose(answers, how);
    const write = (s: number) => JSON.stringify({ jsonrpc: '2.0', id: asked.id, ...body?.(s) });
    say(who, write, (s, line) => witness.reply(s, who, line, asked.id, true));
  }

  const actions: { readonly [does in Step['do']]: (step: Doing<Step, does>) => void | Promise<void> } = {
    ask({ who, what, id: pick, token }) {
      const kind = choose(requests[who], what);
      const id = choose(ids, pick);
      if (kind === undefined || id === undefined) return;
      const meta = (s: number) => (token ? { _meta: { progressToken: `token ${s}` } } : {});
      const params = (s: number) => ({ ...kind.params(s), ...meta(s) });
      const write = (s: number) => JSON.stringify({ jsonrpc: '2.0', id, method: kind.method, params: params(s) });
      say(who, write, (s, line) => witness.ask(s, who, line, kind, id));
    },
    answer({ who, pick, how }) {
      const asked = choose(witness.openAt(who), pick);
      if (asked) answer(who, asked, how);
    },
    garble({ who, pick, how }) {
      const asked = choose(witness.openAt(who), pick);
      const body = choose(garbled, how);
      if (asked && body)
        say(
          who,
          (s) => body(asked.id, s),
          (s, line) => witness.reply(s, who, line, asked.id, false),
        );
    },
    stray({ who, id: pick }) {
      const id = choose(ids, pick) ?? 0;
      const write = (s: number) => JSON.stringify({ jsonrpc: '2.0', id, result: { s } });
      say(who, write, (s, line) => witness.reply(s, who, line, id, true));
    },
    noise({ who, what }) {
      say(who, choose(noises, what) ?? String, (s, line) => witness.babble(s, who, line));
    },
    tell({ who, what }) {
      const method = choose(tellings, what);
      const write = (s: number) => JSON.stringify({ jsonrpc: '2.0', method, params: { s } });
      say(who, write, (s, line) => witness.tell(s, who, line));
    },
    cancel({ who, pick, id: free }) {
      const id = choose(witness.unanswered(who), pick)?.id ?? choose(ids, free);
      const params = (s: number) => ({ requestId: id, s });
      const write = (s: number) =>
        JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params: params(s) });
      say(who, write, (s, line) => witness.cancel(s, who, line, keyOf(id)));
    },
    progress({ pick }) {
      const asked = choose(witness.openAt('server'), pick);
      if (asked === undefined) return;
      const params = (s: number) => ({ progressToken: `token ${asked.serial}`, progress: 1, s });
      const write = (s: number) =>
        JSON.stringify({ jsonrpc: '2.0', method: 'notifications/progress', params: params(s) });
      say('server', write, (s, line) => witness.progress(s, line, asked));
    },
    settle: ({ pick, well }) => ledger.settle(pick, well),
    disk({ works }) {
      ledger.works = works;
    },
    stall: ({ who }) => links[who].stall(),
    read: ({ who }) => links[who].read(),
    end: ({ who }) => links[who].say({ rest: 0 }),
    break: ({ who }) => links[who].break(),
    clock: ({ ms }) => advance(ms),
    wait: () => turn(),
    drain: () => void relay.drain(),
    stop() {
      stopping ??= relay.stop('sigterm');
      // Looked at by whoever awaits it last.
      stopping.catch(() => undefined);
    },
  };

  async function turn(): Promise<void> {
    links.agent.pump();
    links.server.pump();
    await new Promise((resolve) => setImmediate(resolve));
  }

  async function advance(ms: number): Promise<void> {
    await turn();
    clock.now += ms;
    vi.advanceTimersByTime(ms);
    await turn();
  }

  async function calm(): Promise<void> {
    ledger.works = true;
    let rounds = 0;
    for (let quiet = 0; quiet < 3; quiet++) {
      if (++rounds > 200) throw new Error('it never comes to rest');
      for (const link of [links.agent, links.server]) link.read();
      await turn();
      // Who was paused when one of the two broke may stay so: nobody is left to relay to.
      const moves = !links.agent.broken && !links.server.broken && links.agent.waiting + links.server.waiting > 0;
      if (ledger.owed > 0 || moves) quiet = 0;
      while (ledger.owed > 0) ledger.settle(0, true);
    }
  }

  return {
    witness,
    links,
    relay,
    async take(step) {
      await (actions[step.do] as (step: Step) => void | Promise<void>)(step);
      links.agent.pump();
      links.server.pump();
    },
    turn,
    calm,
    async answerAll() {
      for (const who of ['agent', 'server'] as const) for (const asked of witness.openAt(who)) answer(who, asked, 0);
      await calm();
    },
    advance,
    async stop() {
      stopping ??= relay.stop('sigterm');
      let state: 'stopped' | 'not recorded' | undefined;
      void stopping.then(
        () => {
          state = 'stopped';
        },
        () => {
          state = 'not recorded';
        },
      );
      await calm();
      if (state === undefined) throw new Error('stop never ends');
      return state;
    },
  };
}
