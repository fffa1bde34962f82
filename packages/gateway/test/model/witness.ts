import type { Id } from '@ostiary/core-engine';
import { expect } from 'vitest';
import type { Ledger, Written } from './ledger.js';
import type { Kind } from './messages.js';
import { type Asked, keyOf, type Replied, type Said, serialOf } from './said.js';
import type { Who } from './scenario.js';

/** What the gateway itself said to one side. */
interface OwnLines {
  /** Answers whose id is null. */
  nulls: number;
  /** Answers by id that say nothing else of the request. */
  readonly untagged: Map<string, number>;
}

/** Sees every line that is said and every line that arrives, and fails at the first that must not have arrived. */
export interface Witness {
  readonly asked: readonly Asked[];
  readonly said: ReadonlyMap<number, Said>;
  readonly own: Readonly<Record<Who, OwnLines>>;
  readonly replies: readonly Replied[];
  readonly noise: readonly Said[];
  readonly cancels: readonly (Said & { readonly key: string })[];
  readonly ledger: Ledger;
  /** What must not have happened and did. It is kept, because the relay answers for whatever throws inside of it. */
  readonly faults: readonly unknown[];
  ask(serial: number, who: Who, line: string, kind: Kind, id: Id): void;
  reply(serial: number, who: Who, line: string, id: Id, proper: boolean): void;
  babble(serial: number, who: Who, line: string): void;
  tell(serial: number, who: Who, line: string): void;
  cancel(serial: number, who: Who, line: string, key: string): void;
  progress(serial: number, line: string, of: Asked): void;
  arrive(at: Who, line: string): void;
  /** Requests that this side got and has not answered. */
  openAt(who: Who): readonly Asked[];
  /** Requests that this side made and that have no answer. */
  unanswered(who: Who): readonly Asked[];
}

interface Reading {
  readonly id?: Id | null;
  readonly method?: string;
  readonly params?: { readonly requestId: Id };
  readonly error?: { readonly code: number; readonly data?: { readonly id?: string } };
  readonly result?: { readonly _meta?: { readonly 'ostiary/decision'?: { readonly id: string } }; tools?: object[] };
}

export function openWitness(
  ledger: Ledger,
  clock: { readonly now: number },
  patience: Readonly<Record<Kind['patience'], number>>,
): Witness {
  const asked: Asked[] = [];
  const replies: Replied[] = [];
  const noise: Said[] = [];
  const cancels: (Said & { key: string })[] = [];
  const said = new Map<number, Said>();
  const faults: unknown[] = [];
  const own = {
    agent: { nulls: 0, untagged: new Map<string, number>() },
    server: { nulls: 0, untagged: new Map<string, number>() },
  };
  const last = { agent: 0, server: 0 };

  function keep<Line extends Said>(line: Line, into?: Line[]): void {
    said.set(line.serial, line);
    into?.push(line);
  }
  const plain = (serial: number, who: Who, line: string): Said => ({
    serial,
    who,
    line,
    at: clock.now,
    arrived: false,
  });

  const entriesOf = (serial: number): Written[] =>
    ledger.written.filter(
      ({ entry }) => 'decision' in entry && 'method' in entry && serialOf(aboutOf(entry)) === serial,
    );

  /** A line of the other side, passed on. */
  function pass(at: Who, line: string, serial: number): void {
    const from = said.get(serial) as Said;
    expect(from.who, 'nothing comes back to the one who said it').not.toBe(at);
    expect(from.arrived, `${line} arrives once`).toBe(false);
    from.arrived = true;
    expect(serial, `${line} overtakes nothing`).toBeGreaterThan(last[at]);
    last[at] = serial;
    if (isAsked(from)) passRequest(line, from);
    else if (isReplied(from)) passReply(at, line, from);
    else {
      expect(noise, `${line} is no message`).not.toContain(from);
      expect(line).toBe(from.line);
    }
  }

  function passRequest(line: string, request: Asked): void {
    expect(line).toBe(request.line);
    expect(request.kind.denied, `${line} is denied`).toBe(false);
    if (!request.kind.governed) return;
    const entries = entriesOf(request.serial);
    expect(entries, `${line} is on record before it moves`).toMatchObject([
      { entry: { kind: 'intent' }, state: 'kept' },
    ]);
  }

  function passReply(at: Who, line: string, reply: Replied): void {
    const request = reply.to;
    expect(reply.proper, `${line} is an answer`).toBe(true);
    if (request === undefined) throw new Error(`${line} answers nothing that was asked`);
    expect(request.who, `${line} goes to the one who asked`).toBe(at);
    expect(request.answered, `${line} is the first answer`).toBe(false);
    request.answered = true;
    if (at === 'agent') expect(line, 'what policy denies is not asked through a result').not.toMatch(/inputRequests/);
    if (at === 'agent' && request.kind.method === 'tools/list') expect(line).not.toMatch(/blocked/);
    else expect(line).toBe(reply.line);
    if (!request.kind.governed) return;
    const [intent] = entriesOf(request.serial);
    const outcome = outcomesOf(ledger, intent)[0];
    expect(outcome?.state, `the outcome of ${line} is on record before it leaves`).toBe('kept');
    const digest = outcome?.entry.kind === 'outcome' ? outcome.entry.result.sha256 : undefined;
    expect(serialOf(digest ?? ''), 'the outcome is that of this answer').toBe(reply.serial);
  }

  /** A line of the gateway's own. */
  function hear(at: Who, line: string): void {
    const { id, method, params, error, result } = JSON.parse(line) as Reading;
    if (method !== undefined) {
      expect([at, method]).toEqual(['server', 'notifications/cancelled']);
      const about = asked.filter((one) => one.who === 'agent' && one.arrived && one.id === params?.requestId);
      expect(about, `${line} is about a request that the server got`).not.toEqual([]);
      return;
    }
    const call = error?.data?.id ?? result?._meta?.['ostiary/decision']?.id;
    const entry = ledger.written.find((one) => 'method' in one.entry && one.entry.call === call);
    // A call whose session could not be opened has no entry of its own.
    if (entry === undefined && (call === undefined || error?.code === -32013)) {
      if (id === null) own[at].nulls++;
      else own[at].untagged.set(keyOf(id), (own[at].untagged.get(keyOf(id)) ?? 0) + 1);
      return;
    }
    const request = asked.find(({ serial }) => entry && serial === serialOf(aboutOf(entry.entry)));
    if (entry === undefined || request === undefined) throw new Error(`${line} is about a call that nobody made`);
    expect([request.who, request.id], `${line} answers the request that it is about`).toEqual([at, id]);
    expect(request.answered, `${line} is the first answer`).toBe(false);
    request.answered = true;
    if (error?.code !== -32013) expect(entry.state, `${line} is on record first`).toBe('kept');
    if (error?.code === -32015) {
      const timedOut = outcomesOf(ledger, entry)[0]?.at ?? 0;
      const since = timedOut - Math.max(request.at, request.progressAt);
      expect(since, `${line} is not early`).toBeGreaterThanOrEqual(patience[request.kind.patience]);
    }
  }

  return {
    asked,
    said,
    own,
    replies,
    noise,
    cancels,
    ledger,
    faults,
    ask(serial, who, line, kind, id) {
      const fresh = { withdrawn: false, answered: false, settled: false, progressAt: 0 };
      keep({ ...plain(serial, who, line), kind, id, ...fresh }, asked);
    },
    reply(serial, who, line, id, proper) {
      const to = asked.find((one) => one.who !== who && one.arrived && !one.settled && one.id === id);
      if (to) to.settled = true;
      keep({ ...plain(serial, who, line), to, proper }, replies);
    },
    babble: (serial, who, line) => keep(plain(serial, who, line), noise),
    tell: (serial, who, line) => keep(plain(serial, who, line)),
    cancel(serial, who, line, key) {
      for (const one of asked) if (one.who === who && !one.answered && keyOf(one.id) === key) one.withdrawn = true;
      keep({ ...plain(serial, who, line), key }, cancels);
    },
    progress(serial, line, of) {
      // What comes after the end does not count, nor what was not asked for.
      const heard = of.line.includes('progressToken');
      if (heard && outcomesOf(ledger, entriesOf(of.serial)[0]).length === 0) of.progressAt = clock.now;
      keep(plain(serial, 'server', line));
    },
    arrive(at, line) {
      const serial = serialOf(line);
      try {
        if (serial === undefined) hear(at, line);
        else pass(at, line, serial);
      } catch (fault) {
        faults.push(fault);
      }
    },
    openAt: (who) => asked.filter((one) => one.who !== who && one.arrived && !one.settled),
    unanswered: (who) => asked.filter((one) => one.who === who && !one.answered),
  };
}

const isAsked = (line: Said): line is Asked => 'kind' in line;
const isReplied = (line: Said): line is Replied => 'proper' in line;

/** What of the request a record keeps. */
export function aboutOf(entry: object): string {
  const { args_sha256 = '', resource = '' } = entry as { args_sha256?: string; resource?: string };
  return `${args_sha256} ${resource}`;
}

/** What was noted, or tried to be, about the end of a call. */
export function outcomesOf(ledger: Ledger, intent: Written | undefined): Written[] {
  const call = intent?.entry.kind === 'intent' ? intent.entry.call : undefined;
  return ledger.written.filter(({ entry }) => entry.kind === 'outcome' && entry.call === call);
}
