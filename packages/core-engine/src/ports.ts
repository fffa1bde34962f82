import type { Answer } from './call/answer.js';
import type { Decision, Finding, Phase, Principal, Question, Subject } from './decision.js';
import type { AuditEntry } from './entries.js';
import type { Usage } from './usage/usage.js';
import type { Value } from './value/value.js';
import type { Request } from './wire/message.js';

/** Says who asks. Throws or rejects when that cannot be established; the call is then refused, never taken for somebody else's. */
export type Identify = (request: Request) => Principal | Promise<Principal>;

/** When this resolves, the entry is as durable as `audit.durability` promises. When it rejects, the call that waits for it is refused. */
export type Record = (entry: AuditEntry) => Promise<void>;

/** When this resolves, the entry is written, behind everything that was recorded or noted before it; it may not be on disk yet. */
export type Note = (entry: AuditEntry) => Promise<void>;

/**
 * Hands bytes of one request to the other side, behind everything that came before it, and resolves with its answer.
 * Not one byte moves before this is called. Never rejects: a time-out, a cancel, a dead or garbling peer are answers too.
 */
export type Forward = (bytes: Uint8Array) => Promise<Answer>;

/** SHA-256 in lower-case hex. */
export type Sha256 = (bytes: Uint8Array) => string;

/** 128 random bits from a cryptographic source, in lower-case hex. */
export type RandomId = () => string;

/** Milliseconds of a clock that never runs backwards; its zero means nothing. */
export type Monotonic = () => number;

/** Milliseconds since 1970, by the wall clock. */
export type Now = () => number;

/** What a scanner is given. */
export interface Scanned extends Subject {
  readonly phase: Phase;
  readonly method: string;
  readonly server: string;
  /** The arguments, or for phase `result` the result. */
  readonly value: Value;
}

/**
 * What scanners found, or why they cannot say: `content`, because of what they were given, which always refuses the call; `fault`,
 * because of themselves, where `on_error` of the policies decides. Rejecting is a fault.
 */
export type Scan = (given: Scanned) => Promise<readonly Finding[] | 'content' | 'fault'>;

/**
 * A second decision point beside our policies. The strictest wins, so it can forbid, change or hold what they allow and never allow what
 * they forbid: it is asked only about what they let through. Undefined abstains. Its `redact` and `marks` are carried out, its
 * reservations and shadow votes are not. Throwing, rejecting or saying something that is no decision refuses the call (`OSTIARY_FAULT`).
 * It is waited for without end: a time-out is its own. Entries of lists are not asked about.
 */
export type PolicyDecisionPoint = (question: Question) => Decision | undefined | Promise<Decision | undefined>;

/** Tells whether the one who asked has withdrawn the call. An `AbortSignal` is one. */
export interface Withdrawal {
  readonly aborted: boolean;
}

/** Everything that the life of a call needs of the world. */
export interface Ports {
  readonly identify: Identify;
  readonly record: Record;
  readonly note: Note;
  readonly sha256: Sha256;
  readonly randomId: RandomId;
  readonly monotonic: Monotonic;
  readonly now: Now;
  /** What is spent. Without it a rule with a budget or a rate cannot be evaluated. */
  readonly usage?: Usage;
  /** Without it a rule about findings meets a fault. */
  readonly scan?: Scan;
  /** Asked in this order, each only while nothing has denied. */
  readonly points?: readonly PolicyDecisionPoint[];
}
