import { isList, type Side } from '@ostiary/core-engine';
import type { Flight } from './flights.js';
import type { Lane } from './lane.js';
import type { Outbox } from './outbox.js';
import type { Settings } from './settings.js';

/** How long a request may go without an answer or progress, in milliseconds. Infinity: its answer is a person's, or its end. */
export function patienceFor(method: string, from: Side, settings: Settings): number {
  if (from === 'server' || method === 'subscriptions/listen') return Number.POSITIVE_INFINITY;
  return method === 'initialize' || isList(method) ? settings.initializeTimeout : settings.idleTimeout;
}

const encoder = new TextEncoder();

/** Tells the server that nobody waits any more, so that it may stop working (`notifications/cancelled`). */
function cancelled({ request }: Flight): Uint8Array {
  const params = { requestId: request.id, reason: 'timed out' };
  return encoder.encode(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params }));
}

/** Looks for overdue requests, at least four times in the shortest patience. Returns what stops it. */
export function watchPatience(
  lane: Lane,
  ahead: Outbox,
  monotonic: () => number,
  settings: Settings,
  onExpired: (flight: Flight) => void,
): () => void {
  const shortest = Math.min(settings.idleTimeout, settings.initializeTimeout);
  const timer = setInterval(
    () => {
      for (const flight of lane.expire(monotonic())) {
        // MCP forbids to cancel `initialize`.
        if (flight.request.method !== 'initialize') ahead.push(cancelled(flight));
        onExpired(flight);
      }
    },
    Math.max(10, Math.min(1000, shortest / 4)),
  );
  timer.unref();
  return () => clearInterval(timer);
}
