import {
  bringsResult,
  type Gate,
  isCarrier,
  judgeInner,
  type Notification,
  type Ports,
  type Principal,
  type Request,
  type Side,
  speaksOfResults,
  standingOf,
} from '@ostiary/core-engine';
import type { Session } from './session.js';

/**
 * Ports that open the session with the first governed call that comes before the answer to `initialize`, or in a revision that has
 * none: its opening is on record before anything about that call. A call whose session cannot be opened is refused like one whose own
 * record cannot be written.
 */
export function openingBy(from: Side, session: Session, ports: Ports): Ports {
  let first: { readonly principal: Principal; readonly request: Request } | undefined;
  return {
    ...ports,
    identify(request) {
      if (session.principal) return ports.identify(request);
      return Promise.resolve(ports.identify(request)).then((principal) => {
        first ??= { principal, request };
        return principal;
      });
    },
    record(entry) {
      if (session.principal || first === undefined) return ports.record(entry);
      // What a server's request says of the client is the server's word.
      const claims = from === 'agent' ? first.request : undefined;
      return session.open(first.principal, claims).then(() => ports.record(entry));
    },
  };
}

/** Whether policy lets pass what a server's notification carries. Before the session there is nobody to ask it for. */
export function mayCarry({ bytes, method, params }: Notification, gate: Gate, session: Session): boolean {
  if (!isCarrier(method) || params === undefined) return true;
  const { principal } = session;
  if (principal === undefined) return false;
  // What a task gives can neither be changed here nor waited for: who wants to know asks for the task.
  if (bringsResult(params) && speaksOfResults(gate.policies, (gate.ports.points?.length ?? 0) > 0)) return false;
  // Another decision point may take its time, and a notification waits for nobody.
  if (gate.ports.points?.length && params.get('inputRequests') !== undefined) return false;
  return judgeInner(gate.policies, bytes, params, standingOf(principal, gate)) === undefined;
}
