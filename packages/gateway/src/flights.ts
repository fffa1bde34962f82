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
  add(flight: Flight): void;
  remove(flight: Flight): void;
  /** Ends a flight that the other side has not answered: nobody waits for it any more, its id stays taken. */
  end(flight: Flight): void;
  /** The answer to an ended flight has come and its id is free again. False where no such answer was due. */
  late(id: Id): boolean;
  byToken(token: Id): Flight | undefined;
  /** How many requests somebody waits for. */
  readonly open: number;
  all(): readonly Flight[];
}

export function createFlights(): Flights {
  const byId = new Map<Id, Flight>();
  const byToken = new Map<Id, Flight>();
  const ended = new Set<Id>();

  function remove({ request, token }: Flight): void {
    byId.delete(request.id);
    if (token !== undefined) byToken.delete(token);
  }

  return {
    get: (id) => byId.get(id),
    taken: (id) => byId.has(id) || ended.has(id),
    add(flight) {
      byId.set(flight.request.id, flight);
      if (flight.token !== undefined) byToken.set(flight.token, flight);
    },
    remove,
    end(flight) {
      flight.state = 'ended';
      remove(flight);
      ended.add(flight.request.id);
    },
    late: (id) => ended.delete(id),
    byToken: (token) => byToken.get(token),
    get open() {
      return byId.size;
    },
    all: () => [...byId.values()],
  };
}
