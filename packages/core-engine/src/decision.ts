import type { Redaction } from './redact/redaction.js';
import type { Reservation, UsageView } from './usage/usage.js';
import type { Value } from './value/value.js';

/** How bad a call would be. `forbidden` goes with a denial only. */
export type Risk = 'low' | 'medium' | 'high' | 'forbidden';

/** What a tool does, by facts in a policy. Strictest last. */
export type Action = 'read' | 'write' | 'execute';

/** Who asks: the identity that the gateway established, never one that the message claims. */
export interface Principal {
  /** For example `agent:local`. */
  readonly id: string;
  readonly roles: readonly string[];
  /** How the identity was proven; absent where it was only configured. */
  readonly scheme?: string;
  readonly key?: string;
  /** What the identity says besides, such as a team. Compared as text. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** What a scanner found. */
export interface Finding {
  /** `family.name`, for example `secret.aws_access_key`. */
  readonly type: string;
  /** Where in the arguments, dotted; empty for all of them. */
  readonly path: string;
  /** Half-open, in UTF-16 units of the string at `path`. */
  readonly range?: readonly [start: number, end: number];
  /** 0 to 10. */
  readonly score: number;
  readonly scanner: string;
  readonly description?: string;
}

/** The session as a decision sees it. */
export interface SessionView {
  readonly id: string;
  /** Labels that earlier results have left. */
  readonly marks: ReadonlySet<string>;
  /** Governed calls before this one. */
  readonly calls: number;
}

/** What a server says of a tool (MCP `ToolAnnotations`). A claim: it may make an outcome stricter and never looser. */
export interface Annotations {
  readonly destructive?: boolean;
  readonly openWorld?: boolean;
}

/** When a decision is asked for: a call of the client, its result, a request of the server to the client, an entry of a list. */
export type Phase = 'call' | 'result' | 'request' | 'list';

/**
 * What the policy is about. Of `tool`, `resource` and `prompt` at most one is present; none with phase `request`.
 * For phase `list` it is the entry's, and `method` is the call that the entry would lead to (`tools/call` for a tool).
 */
export interface Subject {
  readonly tool?: string;
  readonly resource?: string;
  readonly prompt?: string;
}

/** Everything that a decision may depend on. Deciding reads nothing else: no clock, no store, no environment. */
export interface Question extends Subject {
  readonly phase: Phase;
  readonly method: string;
  /** The upstream's name in the configuration. */
  readonly server: string;
  readonly principal: Principal;
  /** The deployment's name; empty when not given. */
  readonly environment: string;
  /** The arguments (the params of a server's request); absent where the call has none. */
  readonly args?: Value;
  /** For phase `result`: the value of `result`, or of `error`. */
  readonly result?: Value;
  readonly session?: SessionView;
  /** Absent where nothing was scanned. */
  readonly findings?: readonly Finding[];
  /** Milliseconds since 1970. */
  readonly now?: number;
  readonly annotations?: Annotations;
  /** What is spent under budgets and rates; needed where `usageKeys` names any. */
  readonly usage?: UsageView;
}

export type Effect = 'allow' | 'deny' | 'approve' | 'redact';

/** What policy says. A value, also when it is a denial; absent members are omitted. */
export interface Decision {
  /**
   * `approve`: only if a person agrees. `redact`: allowed, with the changes in `obligations`. For a result `deny` withholds it, for an
   * entry of a list it hides it.
   */
  readonly effect: Effect;
  /** The policy whose vote won, or of the rule below. Absent where every policy abstained. */
  readonly policy?: string;
  /** The rule that decided. Where a policy's default did, the first rule that changes something; absent where none does. */
  readonly rule?: string;
  /** Of a denial or an approval always present: the rule's own, else `OSTIARY_DENIED` or `OSTIARY_APPROVAL_REQUIRED`. */
  readonly code?: string;
  readonly reason?: string;
  readonly hint?: string;
  readonly risk?: Risk;
  /** The rule decided because a condition of it could not be evaluated. */
  readonly unevaluated?: true;
  /** Of the highest finding, where there is one. */
  readonly score?: number;
  readonly obligations?: Obligations;
  /** What must be reserved before the call moves. */
  readonly reservations?: readonly Reservation[];
  /** What rules on trial would have said. */
  readonly shadow?: readonly ShadowVote[];
  /**
   * The first ten rules that could not be evaluated and did not decide, with their own effects: an `allow` that did not match, an
   * `approve` below which the outcome cannot fall, a `redact` that made its changes.
   */
  readonly unsure?: readonly ShadowVote[];
}

/** What comes with a decision that lets the call go on. */
export interface Obligations {
  /** Changes of the arguments, or of the result. */
  readonly redact?: readonly Redaction[];
  /** Labels for the session, before the first byte of the result reaches the agent. */
  readonly marks?: readonly string[];
  /** Of effect `approve`. */
  readonly approval?: Approval;
}

export interface Approval {
  /** Milliseconds. */
  readonly ttl: number;
  /** Roles. Empty: whoever may approve at all. */
  readonly approvers: readonly string[];
  readonly quorum: number;
  readonly wait: 'hold' | 'retry';
}

/** One rule, or a policy's default, and what it says. */
export interface ShadowVote {
  readonly policy: string;
  /** Absent where the default would have decided. */
  readonly rule?: string;
  readonly effect: Effect;
}
