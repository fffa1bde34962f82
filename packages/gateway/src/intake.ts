import {
  isGoverned,
  isTold,
  knownAs,
  type Malformed,
  type Message,
  mayAnswer,
  type Notification,
  type Ports,
  type Request,
  readId,
  type Side,
  verdictOf,
} from '@ostiary/core-engine';
import type { Lane } from './lane.js';
import type { Outbox } from './outbox.js';
import { reportedToken } from './progress.js';
import type { Refusals } from './refusals.js';
import { type RefusableReason, verdict } from './refuse.js';
import type { Settings } from './settings.js';

/** What comes from one side: where it goes, and what is refused. */
export interface IntakeParts {
  readonly from: Side;
  readonly settings: Settings;
  readonly ports: Pick<Ports, 'monotonic'>;
  readonly read: (line: Uint8Array) => Message | Malformed;
  /** This side's requests. */
  readonly asks: Lane;
  /** The other side's requests, which this side answers. */
  readonly answers: Lane;
  readonly ahead: Outbox;
  readonly refusals: Refusals;
  /** `closing`: new requests are refused. `closed`: the end is on record and nothing is looked at any more. */
  readonly state: () => 'open' | 'closing' | 'closed';
  /** A request has come, whatever becomes of it. */
  readonly onRequest: (request: Request) => void;
  /** Whether policy lets requests through that a notification carries along. */
  readonly mayCarry: (message: Notification) => boolean;
}

export interface Intake {
  line(bytes: Uint8Array): void;
  /** `start`: the first bytes of the line that was too long. */
  oversize(length: number, start: Uint8Array): void;
  rest(length: number): void;
}

export function createIntake(parts: IntakeParts): Intake {
  const { from, settings, ports, asks, answers, ahead, refusals } = parts;

  function malformed(line: Uint8Array, what: Malformed): void {
    const { id } = what;
    const garbled = mayAnswer(what) && id !== undefined && answers.garbled(id);
    const tell = isTold(what, from, garbled);
    refusals.refuse(verdictOf(what), line, tell ? () => (id === undefined ? id : asks.flights.usable(id)) : undefined);
  }

  function request(message: Request): void {
    parts.onRequest(message);
    const { bytes, id, method } = message;
    const known = from === 'server' ? 'request' : knownAs(method);
    const unknown = known === 'notification' || (known === undefined && settings.unknownMethods === 'deny');
    const isClosing = parts.state() === 'closing' && from === 'agent';
    const refused = isClosing ? verdict('closing') : unknown ? verdict('unknown_method') : undefined;
    if (refused) refusals.refuse(refused, bytes, () => asks.flights.usable(id));
    else asks.request(message);
  }

  function notification(message: Notification): void {
    const { bytes, method } = message;
    const known = from === 'server' ? 'notification' : knownAs(method);
    if (known === 'request' || isGoverned(method, from)) drop('request_without_id', bytes);
    else if (known === undefined && settings.unknownMethods === 'deny') drop('unknown_method', bytes);
    else if (method === 'notifications/cancelled') cancel(message);
    else if (from === 'agent' && ahead.queued > settings.maxQueued) drop('queue_full', bytes);
    else if (!parts.mayCarry(message)) drop('inner_request_denied', bytes);
    else {
      if (method === 'notifications/progress') delay(message);
      ahead.push(bytes);
    }
  }

  /** Passes only where the other side has the request. One that never left ends here with its cancel, and so does a cancel of nothing. */
  function cancel({ bytes, params }: Notification): void {
    const span = params?.get('requestId');
    const id = span && readId(bytes, span, settings.limits);
    // Without an id it is about something else that MCP lets one cancel.
    const found = id !== undefined ? asks.withdraw(id) : span === undefined ? 'sent' : 'wrong_type';
    if (found === 'sent') ahead.push(bytes);
    else if (found === 'unknown') drop('unknown_request', bytes);
    else if (found === 'wrong_type') drop('wrong_type', bytes);
  }

  function delay(message: Notification): void {
    const token = reportedToken(message, settings.limits);
    const flight = token === undefined ? undefined : answers.flights.byToken(token);
    if (flight) flight.deadline = ports.monotonic() + flight.patience;
  }

  function drop(reason: RefusableReason, line: Uint8Array): void {
    refusals.refuse(verdict(reason), line);
  }

  return {
    line(bytes) {
      if (parts.state() === 'closed') return;
      const message = parts.read(bytes);
      if (message.kind === 'malformed') malformed(bytes, message);
      else if (message.kind === 'request') request(message);
      else if (message.kind === 'notification') notification(message);
      else answers.answer(message);
    },
    oversize(length, start) {
      if (parts.state() === 'closed') return;
      const message = `a line may have ${settings.limits.line} bytes`;
      const what = { rpc: -32600, code: 'OSTIARY_TOO_LARGE', reason: 'line_too_long', message } as const;
      refusals.refuseUnread(what, length, from === 'agent');
      // It may have been the answer that somebody waits for: the start of the line says whose, or there is only one.
      const begun = parts.read(start);
      const id = begun.kind === 'malformed' ? (begun.id ?? answers.onlyForwarded()) : undefined;
      if (from === 'server' && id !== undefined) answers.garbled(id);
    },
    rest(length) {
      if (length === 0 || parts.state() === 'closed') return;
      const message = 'the last line has no end';
      const what = { rpc: -32600, code: 'OSTIARY_MALFORMED', reason: 'line_without_end', message } as const;
      refusals.refuseUnread(what, length, from === 'agent');
    },
  };
}
