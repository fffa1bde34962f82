import type { Effect, Finding, Risk, ShadowVote, Subject } from './decision.js';

/** The part of a decision that a record keeps. A hint is advice to the caller, not evidence. */
export interface RecordedDecision {
  readonly effect: Effect;
  readonly policy?: string;
  readonly rule?: string;
  readonly code?: string;
  readonly reason?: string;
  readonly risk?: Risk;
  /** Of the highest finding, 0 to 10. */
  readonly score?: number;
}

/** A finding as it is recorded: never the text that was found. */
export type RecordedFinding = Pick<Finding, 'type' | 'path' | 'range' | 'score' | 'scanner'>;

/** How a forwarded call ended. `unknown` is written by recovery alone. */
export type OutcomeStatus =
  | 'ok'
  | 'tool_error'
  | 'rpc_error'
  | 'input_required'
  | 'task'
  | 'timeout'
  | 'cancelled'
  | 'upstream_gone'
  | 'malformed'
  | 'blocked';

/** Where a message came from. */
export type Side = 'agent' | 'server';

/** A governed call before it moves: `intent` where it may be forwarded, `denied` where it may not. */
export interface CallEntry extends Subject {
  readonly kind: 'intent' | 'denied';
  /** 128 random bits in hex. */
  readonly call: string;
  readonly session: string;
  /** The principal's id. */
  readonly agent: string;
  readonly server: string;
  /** Present for requests of the server only. */
  readonly from?: 'server';
  readonly method: string;
  /** SHA-256, lower-case hex, of the exact bytes of `arguments` (of `params` for requests of the server, of `notifications` for a subscription). */
  readonly args_sha256?: string;
  /** Likewise of what was forwarded, where a rule changed it. */
  readonly sent_sha256?: string;
  readonly decision: RecordedDecision;
  /** What rules on trial would have said. */
  readonly shadow?: readonly ShadowVote[];
  readonly findings?: readonly RecordedFinding[];
  /** What was taken from budgets and rates; the amount is a decimal number. */
  readonly reserved?: readonly { readonly policy: string; readonly key: string; readonly amount: string }[];
}

/** How a call that has an intent ended. Without an answer only `status` stands. */
export interface OutcomeEntry {
  readonly kind: 'outcome';
  readonly call: string;
  readonly result: {
    readonly status: OutcomeStatus;
    /** Length of the `result` or `error` value as received. */
    readonly bytes?: number;
    readonly sha256?: string;
    /** Whole milliseconds from forwarding to the answer. */
    readonly ms?: number;
  };
  readonly findings?: readonly RecordedFinding[];
  /** Present where policy acted on the result. */
  readonly decision?: RecordedDecision;
  /** What rules on trial would have said of the result. */
  readonly shadow?: readonly ShadowVote[];
}

/** A message that never became a call. */
export interface RefusedEntry {
  readonly kind: 'refused';
  readonly from: Side;
  readonly code: string;
  /** A word of a closed list, never input. */
  readonly reason: string;
  readonly bytes: number;
  /** SHA-256, lower-case hex, of the line without its end; absent where the line was too long to keep. */
  readonly sha256?: string;
}

export interface SessionEntry {
  readonly kind: 'session';
  readonly event: 'opened' | 'closed';
  readonly session: string;
  readonly agent?: string;
  readonly roles?: readonly string[];
  readonly scheme?: string;
  readonly key?: string;
  readonly server?: string;
  readonly client?: { readonly name: string; readonly version: string };
  /** The negotiated protocol revision. */
  readonly protocol?: string;
}

export interface StopEntry {
  readonly kind: 'stop';
  readonly reason: 'stdin_closed' | 'sigterm' | 'sigint' | 'sighup' | 'upstream_gone' | 'fault';
}

/** What the gateway puts on record while it runs. The store adds version, sequence number, time and hashes. */
export type AuditEntry = CallEntry | OutcomeEntry | RefusedEntry | SessionEntry | StopEntry;
