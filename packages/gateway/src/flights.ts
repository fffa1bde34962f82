import type { Answer, Id, Request, Withdrawal } from '@ostiary/core-engine';
import type { Slot } from './outbox.js';

/**
 * One request between its arrival and its answer.
 * `deciding`: nothing was sent · `forwarded`: sent, waits · `answered`: the answer came and is being put on record ·
 * `ended`: over for the one who asked (cancel, time-out), but the other side may still answer.
 */
export interface Flight extends Withdrawal {
  readonly request: Request;
  /** The request's place in the order of what goes to the other side. */
  readonly ahead: Slot;
  aborted: boolean;
  state: 'deciding' | 'forwarded' | 'answered' | 'ended';
  /** Takes the answer; present from forwarding on. */
  settle?: (answer: Answer) => void;
  /** The answer's place in the order of what goes back; present once it came. */
  back?: Slot;
  /** When to stop waiting, on the monotonic clock; Infinity for never. */
  deadline: number;
  /** How long to wait after progress, in milliseconds. */
  readonly patience: number;
  /** Progress with this token puts the deadline off. */
  readonly token: Id | undefined;
}

/** The requests of one side that are in flight. Maps and sets tell 1 from "1" and take `__proto__` for a name like any other. */
export interface Flights {
  get(id: Id): Flight | undefined;
  /** Whether a request with this id is open or may still be answered. */
  taken(id: Id): boolean;
  /** The id where an answer may bear it without being taken for another request's. */
  usable(id: Id): Id | undefined;
  add(flight: Flight): void;
  remove(flight: Flight): void;
  /** Ends a flight that the other side has not answered: nobody waits for it any more, its id stays taken. */
  end(flight: Flight): void;
  /** The answer to an ended flight has come and its id is free again. False where no such answer was due. */
  late(id: Id): boolean;
  byToken(token: Id): Flight | undefined;
  /** How many requests somebody waits for, and their bytes. */
  readonly open: number;
  readonly bytes: number;
  all(): readonly Flight[];
}

/**
 * Servers rarely answer what was cancelled, so the ids that stay taken pile up over a long session. Past this many characters the
 * oldest are given up: an answer that comes that late is dropped as unknown, and only one who reuses such an id could meet it.
 */
const mostEndedText = 4 * 1024 * 1024;
/** What an entry costs besides its characters, about. */
const entryCost = 64;

export function createFlights(): Flights {
  // Flights stand in a list and the map says where: it grows by leaving its old table behind, and a table that the collector has
  // given up on as old keeps what it names alive. With numbers in it that is nothing; with flights it was all that ever flew.
  const places = new Map<Id, number>();
  const flying: (Flight | undefined)[] = [];
  const free: number[] = [];
  const byToken = new Map<Id, Flight>();
  const ended = new Map<Id, Slot>();
  let endedText = 0;
  let bytes = 0;

  function remove(flight: Flight): void {
    const { request, token } = flight;
    const place = places.get(request.id);
    if (place !== undefined && flying[place] === flight) {
      places.delete(request.id);
      flying[place] = undefined;
      free.push(place);
      bytes -= request.bytes.length;
    }
    if (token !== undefined && byToken.get(token) === flight) byToken.delete(token);
  }

  function forget(id: Id): boolean {
    const was = ended.delete(id);
    if (was) endedText -= costOf(id);
    return was;
  }

  function get(id: Id): Flight | undefined {
    const place = places.get(id);
    return place === undefined ? undefined : flying[place];
  }

  const taken = (id: Id): boolean => places.has(id) || ended.has(id);

  return {
    get,
    taken,
    usable: (id) => (taken(id) ? undefined : id),
    add(flight) {
      const place = free.pop() ?? flying.length;
      flying[place] = flight;
      places.set(flight.request.id, place);
      bytes += flight.request.bytes.length;
      if (flight.token !== undefined) byToken.set(flight.token, flight);
    },
    remove,
    end(flight) {
      flight.state = 'ended';
      remove(flight);
      ended.set(flight.request.id, flight.ahead);
      endedText += costOf(flight.request.id);
      for (const oldest of ended.keys()) {
        if (endedText <= mostEndedText) break;
        forget(oldest);
      }
    },
    late: (id) => ended.get(id)?.passed === true && forget(id),
    byToken: (token) => byToken.get(token),
    get open() {
      return places.size;
    },
    get bytes() {
      return bytes;
    },
    all: () => flying.filter((flight) => flight !== undefined),
  };
}

function costOf(id: Id): number {
  return entryCost + (typeof id === 'string' ? id.length : 0);
}
