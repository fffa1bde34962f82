import { answerTo, type Id, type Ports, refusal, type Side } from '@ostiary/core-engine';
import type { Outbox } from './outbox.js';
import { refusedEntry, type Verdict } from './refuse.js';
import type { Valve } from './valve.js';

/** Refusals of one side that wait for their record before that side is no longer read. */
const mostPending = 1_000;

/** Puts what one side sent and nobody gets on record, and then tells that side where it waits for an answer. */
export interface Refusals {
  /** `reply` is asked for the id once the record is written; without it nobody is told. */
  refuse(what: Verdict, line: Uint8Array, reply?: () => Id | undefined): void;
  /** The same for a line that was too long to keep: it has a length and no digest. */
  refuseUnread(what: Verdict, length: number, tell: boolean): void;
  /** Resolves when everything refused so far is on record and told. */
  idle(): Promise<void>;
}

export function createRefusals(
  from: Side,
  { record, sha256 }: Pick<Ports, 'record' | 'sha256'>,
  back: Outbox,
  valve: Valve,
): Refusals {
  let pending = 0;
  let waiting: (() => void)[] = [];

  async function keep(
    entry: ReturnType<typeof refusedEntry>,
    what: Verdict,
    reply?: () => Id | undefined,
  ): Promise<void> {
    pending += 1;
    if (pending === mostPending) valve.hold('refusals');
    let isKept = true;
    try {
      await record(entry);
    } catch {
      isKept = false;
    }
    if (reply) back.push(isKept ? answerTo(reply(), what) : unrecorded(reply()));
    pending -= 1;
    if (pending === mostPending / 2) valve.release('refusals');
    if (pending > 0) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  }

  return {
    refuse: (what, line, reply) => void keep(refusedEntry(from, what, line, sha256), what, reply),
    refuseUnread(what, bytes, tell) {
      const { code, reason } = what;
      void keep({ kind: 'refused', from, code, reason, bytes }, what, tell ? () => undefined : undefined);
    },
    idle: () => (pending === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}

function unrecorded(id: Id | undefined): Uint8Array {
  const request = id === undefined ? undefined : { id };
  return refusal(request, 'OSTIARY_AUDIT_UNAVAILABLE', 'refused, and the audit record could not be written');
}
