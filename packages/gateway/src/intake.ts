import {
  isGoverned,
  type Malformed,
  type Message,
  type Notification,
  type Ports,
  type Request,
  readId,
  refusal,
  type Side,
} from '@ostiary/core-engine';
import type { Lane } from './lane.js';
import { knownAs } from './methods.js';
import type { Outbox } from './outbox.js';
import { reportedToken } from './progress.js';
import {
  answerTo,
  type RefusableReason,
  type RelayReason,
  refusedEntry,
  type Verdict,
  verdict,
  verdictOf,
} from './refuse.js';
import type { Settings } from './settings.js';

/** What comes from one side: where it goes, and what is refused. */
export interface IntakeParts {
  readonly from: Side;
  readonly settings: Settings;
  readonly ports: Pick<Ports, 'record' | 'sha256' | 'monotonic'>;
  readonly read: (line: Uint8Array) => Message | Malformed;
  /** This side's requests. */
  readonly asks: Lane;
  /** The other side's requests, which this side answers. */
  readonly answers: Lane;
  readonly ahead: Outbox;
  readonly back: Outbox;
  /** True once nothing new is accepted. */
  readonly closing: () => boolean;
  /** A request has come, whatever becomes of it. */
  readonly onRequest: (request: Request) => void;
}

export interface Intake {
  line(bytes: Uint8Array): void;
  oversize(length: number): void;
  rest(length: number): void;
}

/** Records a refusal and then, where `reply` is true, tells the one who is refused. */
export async function refuse(
  { from, ports, back }: Pick<IntakeParts, 'from' | 'ports' | 'back'>,
  what: Verdict,
  line: Uint8Array,
  reply: { id: Request['id'] | undefined } | undefined,
): Promise<void> {
  let answer = answerTo(reply?.id, what);
  try {
    await ports.record(refusedEntry(from, what, line, ports.sha256));
  } catch {
    const request = reply?.id === undefined ? undefined : { id: reply.id };
    answer = refusal(request, 'OSTIARY_AUDIT_UNAVAILABLE', 'refused, and the audit record could not be written');
  }
  if (reply) back.push(answer);
}

export function createIntake(parts: IntakeParts): Intake {
  const { from, settings, ports, asks, answers, ahead } = parts;

  function malformed(line: Uint8Array, what: Malformed): void {
    const { id, shape, reason } = what;
    const answersUs = shape === 'response' || shape === 'unknown' || reason === 'mixed_message';
    const garbled = answersUs && id !== undefined && answers.garbled(id);
    // A server's noise gets no answer: it would take one for a message of its own. Its requests, and whatever the agent sends, do.
    const answered = from === 'agent' ? !(garbled && shape === 'response') : shape === 'request' && !garbled;
    const usable = id !== undefined && !asks.flights.taken(id) ? id : undefined;
    void refuse(parts, verdictOf(what), line, answered ? { id: usable } : undefined);
  }

  function request(message: Request): void {
    parts.onRequest(message);
    const { bytes, id, method } = message;
    const known = from === 'server' ? 'request' : knownAs(method);
    const unknown = known === 'notification' || (known === undefined && settings.unknownMethods === 'deny');
    const usable = asks.flights.taken(id) ? undefined : id;
    if (parts.closing()) void refuse(parts, verdict('closing'), bytes, { id: usable });
    else if (unknown) void refuse(parts, verdict('unknown_method'), bytes, { id: usable });
    else asks.request(message);
  }

  function notification(message: Notification): void {
    const { bytes, method } = message;
    const known = from === 'server' ? 'notification' : knownAs(method);
    if (known === 'request' || isGoverned(method, from)) drop('request_without_id', bytes);
    else if (known === undefined && settings.unknownMethods === 'deny') drop('unknown_method', bytes);
    else if (method === 'notifications/cancelled') cancel(message);
    else if (ahead.queued > settings.maxQueued) drop('queue_full', bytes);
    else {
      if (method === 'notifications/progress') delay(message);
      ahead.push(bytes);
    }
  }

  /** Goes no further when its request never left. Passes in every other case: what is over is over on the other side too. */
  function cancel({ bytes, params }: Notification): void {
    const span = params?.get('requestId');
    const id = span && readId(bytes, span, settings.limits);
    if (span && id === undefined) drop('wrong_type', bytes);
    else if (id === undefined || !asks.withdraw(id)) ahead.push(bytes);
  }

  function delay(message: Notification): void {
    const token = reportedToken(message, settings.limits);
    const flight = token === undefined ? undefined : answers.flights.byToken(token);
    if (flight) flight.deadline = ports.monotonic() + flight.patience;
  }

  function drop(reason: RefusableReason, line: Uint8Array): void {
    void refuse(parts, verdict(reason), line, undefined);
  }

  /** What never was a line in memory has a length and no digest. */
  function unread(reason: RelayReason, code: string, bytes: number, message: string): void {
    const answer = answerTo(undefined, { rpc: -32600, code, reason, message });
    const reply = () => (from === 'agent' ? parts.back.push(answer) : undefined);
    void ports.record({ kind: 'refused', from, code, reason, bytes }).then(reply, reply);
  }

  return {
    line(bytes) {
      const message = parts.read(bytes);
      if (message.kind === 'malformed') malformed(bytes, message);
      else if (message.kind === 'request') request(message);
      else if (message.kind === 'notification') notification(message);
      else answers.answer(message);
    },
    oversize(length) {
      unread('line_too_long', 'OSTIARY_TOO_LARGE', length, `a line may have ${settings.limits.line} bytes`);
    },
    rest(length) {
      if (length > 0) unread('line_without_end', 'OSTIARY_MALFORMED', length, 'the last line has no end');
    },
  };
}
