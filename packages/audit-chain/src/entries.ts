/**
 * What callers put on record. The same shapes as the ports of core-engine, written down again so that this package
 * stands alone; `apps/ostiary` proves by type that they fit. Which members reach the disk, and in what order, is decided
 * in encode.ts alone.
 */

/** The part of a decision that a record keeps. */
export interface RecordedDecision {
  readonly effect: 'allow' | 'deny' | 'approve' | 'redact';
  readonly policy?: string;
  readonly rule?: string;
  readonly code?: string;
  readonly reason?: string;
  readonly risk?: 'low' | 'medium' | 'high' | 'forbidden';
  /** 0 to 10. */
  readonly score?: number;
}

/** Where scanners found something, and what; never the text itself. */
export interface RecordedFinding {
  readonly type: string;
  readonly path: string;
  readonly range?: readonly [start: number, end: number];
  readonly score: number;
  readonly scanner: string;
}

/** What a rule on trial would have said. */
export interface ShadowVote {
  readonly policy: string;
  readonly rule?: string;
  readonly effect: RecordedDecision['effect'];
}

/** What was taken from a budget or a rate; a decimal number. */
export interface Reserved {
  readonly policy: string;
  readonly key: string;
  readonly amount: string;
}

/** How a forwarded call ended. The format knows `unknown` too, which recovery alone writes. */
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

/** A call before it moves: `intent` where it may be forwarded, `denied` where it may not. */
export interface CallEntry {
  readonly kind: 'intent' | 'denied';
  /** 128 random bits in hex. */
  readonly call: string;
  readonly session: string;
  readonly agent: string;
  readonly server: string;
  /** Present for requests of the server only. */
  readonly from?: 'server';
  readonly method: string;
  readonly tool?: string;
  readonly resource?: string;
  readonly prompt?: string;
  /** SHA-256, lower-case hex. */
  readonly args_sha256?: string;
  /** Likewise of what was forwarded, where a rule changed it. */
  readonly sent_sha256?: string;
  /** Of a `denied` entry it must hold `code`. */
  readonly decision: RecordedDecision;
  readonly shadow?: readonly ShadowVote[];
  readonly findings?: readonly RecordedFinding[];
  readonly reserved?: readonly Reserved[];
}

/** How a call that has an intent ended. */
export interface OutcomeEntry {
  readonly kind: 'outcome';
  readonly call: string;
  readonly result: {
    readonly status: OutcomeStatus;
    /** Length of the answer's value. */
    readonly bytes?: number;
    readonly sha256?: string;
    /** Whole milliseconds. */
    readonly ms?: number;
  };
  readonly findings?: readonly RecordedFinding[];
  readonly decision?: RecordedDecision;
  readonly shadow?: readonly ShadowVote[];
}

/** A message that never became a call. */
export interface RefusedEntry {
  readonly kind: 'refused';
  readonly from: 'agent' | 'server';
  readonly code: string;
  readonly reason: string;
  readonly bytes: number;
  readonly sha256?: string;
}

export interface SessionEntry {
  readonly kind: 'session';
  /** Of `closed` only `session` is kept beside it. */
  readonly event: 'opened' | 'closed';
  readonly session: string;
  readonly agent?: string;
  readonly roles?: readonly string[];
  readonly scheme?: string;
  readonly key?: string;
  readonly server?: string;
  readonly client?: { readonly name: string; readonly version: string };
  readonly protocol?: string;
}

export interface StopEntry {
  readonly kind: 'stop';
  readonly reason: 'stdin_closed' | 'sigterm' | 'sigint' | 'sighup' | 'upstream_gone' | 'fault';
}

export type AuditEntry = CallEntry | OutcomeEntry | RefusedEntry | SessionEntry | StopEntry;

/** `sync`: on disk first. `os`: handed to the operating system first, on disk within about a second. */
export type Durability = 'sync' | 'os';

/** What the first record of a run says about the run. */
export interface Start {
  /** Of the program that writes the log. */
  readonly version: string;
  readonly plugins: readonly { readonly name: string; readonly version: string }[];
  /** In the order given; SHA-256 of the file's bytes in lower-case hex. */
  readonly policies: readonly { readonly name: string; readonly sha256: string }[];
  /** How much of a call's arguments is kept. */
  readonly arguments: 'none';
}
