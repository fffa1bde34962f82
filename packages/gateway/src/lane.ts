import {
  type Answer,
  type Gate,
  handleCall,
  type Id,
  type Request,
  type Response,
  readCall,
  type Side,
} from '@ostiary/core-engine';
import { createFlights, type Flight, type Flights } from './flights.js';
import type { Outbox } from './outbox.js';
import { type Passing, passRequest } from './passing.js';
import { progressToken } from './progress.js';
import type { Refusals } from './refusals.js';
import { type RefusableReason, stray, verdict } from './refuse.js';
import type { Settings } from './settings.js';

/** What a lane needs around it. */
export interface LaneParts {
  /** Who asks in this lane. */
  readonly from: Side;
  readonly gate: Gate;
  readonly settings: Settings;
  /** Toward the side that answers. */
  readonly ahead: Outbox;
  /** Toward the side that asks. */
  readonly back: Outbox;
  readonly passing: Passing;
  /** For what this side asks and nobody gets. */
  readonly refusals: Refusals;
  /** For answers of the other side that nobody waits for. */
  readonly strays: Refusals;
  /** How long the other side may take to answer, in milliseconds. */
  patience(method: string): number;
}

/** One direction of requests, with the answers that come back: the agent's, or the server's. */
export interface Lane {
  readonly flights: Flights;
  request(request: Request): void;
  answer(response: Response): void;
  /** The other side answered this request with something that is no message. False where it was not asked. */
  garbled(id: Id): boolean;
  /** The one who asked withdraws. `sent`: the other side has the request and must hear of it; `unsent`: it never will; else nobody waits. */
  withdraw(id: Id): 'sent' | 'unsent' | 'unknown';
  /** The only request that waits for an answer, where there is just one. */
  onlyForwarded(): Id | undefined;
  /** Stops waiting for what is overdue and returns it. */
  expire(now: number): readonly Flight[];
  /** The side that answers is gone: whatever waits is told so, and so is whatever comes. */
  close(): void;
  /** Resolves when no request is in flight. */
  idle(): Promise<void>;
}

/** Requests in flight are kept until they are answered; together they may have this many times the bytes that may wait. */
const inFlightShare = 4;

export function createLane(parts: LaneParts): Lane {
  const { from, gate, settings, ahead, back } = parts;
  const flights = createFlights();
  let gone = false;
  let waiting: (() => void)[] = [];

  function refuse({ bytes, id }: Request, reason: RefusableReason): void {
    parts.refusals.refuse(verdict(reason), bytes, () => flights.usable(id));
  }

  /** Why a request with this id cannot be taken now, whatever it asks. */
  function obstacle(id: Id): RefusableReason | undefined {
    if (flights.taken(id)) return 'id_in_flight';
    if (flights.open >= settings.maxInFlight) return 'too_many_in_flight';
    const isFull = ahead.queued > settings.maxQueued || flights.bytes > inFlightShare * settings.maxQueued;
    return isFull ? 'queue_full' : undefined;
  }

  function forwarder(flight: Flight): (bytes: Uint8Array) => Promise<Answer> {
    return (bytes) => {
      if (gone) return Promise.resolve({ kind: 'upstream_gone', isUnsent: true });
      flight.state = 'forwarded';
      flight.deadline = gate.ports.monotonic() + flight.patience;
      const answer = new Promise<Answer>((resolve) => {
        flight.settle = resolve;
      });
      flight.ahead.fill(bytes);
      return answer;
    };
  }

  /** Sends the reply, at the answer's own place where the other side gave one, and frees the id where no answer is due any more. */
  function finish(flight: Flight, reply: Uint8Array | undefined): void {
    if (flight.settle === undefined) flight.ahead.release();
    if (flight.state !== 'ended') flights.remove(flight);
    if (reply === undefined || flight.aborted) flight.back?.release();
    else if (flight.back) flight.back.fill(reply);
    else back.push(reply);
    if (flights.open > 0) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  }

  /** A fault of ours. The request is over once that is on record, so that its id meets nobody else's answer. */
  function fail(flight: Flight): void {
    const { request, aborted } = flight;
    const over = (): Id => {
      finish(flight, undefined);
      return request.id;
    };
    parts.refusals.refuse(verdict('fault'), request.bytes, aborted ? undefined : over);
    if (aborted) over();
  }

  return {
    flights,
    request(request) {
      const busy = obstacle(request.id);
      if (busy) return refuse(request, busy);
      const call = readCall(request, from, settings.limits);
      if (call && 'reason' in call) return refuse(request, call.reason);

      const flight: Flight = {
        request,
        ahead: ahead.reserve(),
        aborted: false,
        state: 'deciding',
        deadline: Number.POSITIVE_INFINITY,
        patience: parts.patience(request.method),
        token: progressToken(request, settings.limits),
      };
      flights.add(flight);
      const forward = forwarder(flight);
      const life = call ? handleCall(call, gate, forward, flight) : passRequest(request, parts.passing, forward);
      void life.then(
        (reply) => finish(flight, reply),
        () => fail(flight),
      );
    },
    answer(response) {
      const flight = flights.get(response.id);
      if (flight === undefined || !isAsked(flight)) {
        const reason =
          flight?.state === 'answered' ? 'second_answer' : flights.late(response.id) ? 'late_answer' : 'unknown_answer';
        return parts.strays.refuse(stray(reason), response.bytes);
      }
      flight.state = 'answered';
      flight.back = back.reserve();
      flight.settle?.({ kind: 'response', response });
    },
    garbled(id) {
      const flight = flights.get(id);
      if (flight === undefined || !isAsked(flight)) return flights.late(id);
      flight.state = 'answered';
      flight.back = back.reserve();
      flight.settle?.({ kind: 'malformed' });
      return true;
    },
    withdraw(id) {
      const flight = flights.get(id);
      if (flight === undefined || flight.state === 'answered') return 'unknown';
      // MCP forbids to cancel `initialize`; a server ignores it, so its answer is still waited for.
      if (flight.request.method === 'initialize') return 'sent';
      flight.aborted = true;
      if (flight.state === 'deciding') return 'unsent';
      flights.end(flight);
      flight.settle?.({ kind: 'cancelled' });
      return 'sent';
    },
    onlyForwarded() {
      const [only, ...others] = flights.all().filter(isAsked);
      return others.length === 0 ? only?.request.id : undefined;
    },
    expire(now) {
      const overdue = flights.all().filter((flight) => flight.state === 'forwarded' && flight.deadline <= now);
      for (const flight of overdue) {
        flights.end(flight);
        flight.settle?.({ kind: 'timeout' });
      }
      return overdue;
    },
    close() {
      gone = true;
      for (const flight of flights.all()) {
        if (flight.state !== 'forwarded') continue;
        flight.state = 'answered';
        const isUnsent = !flight.ahead.passed;
        // What is told to be unsent stays so: the other side may be gone with one ear still open.
        if (isUnsent) flight.ahead.release();
        flight.settle?.({ kind: 'upstream_gone', ...(isUnsent && { isUnsent }) });
      }
    },
    idle: () => (flights.open === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}

/** Whether the other side has the request and owes an answer. One that comes before that was made up, whoever's id it bears. */
function isAsked({ state, ahead }: Flight): boolean {
  return state === 'forwarded' && ahead.passed;
}
