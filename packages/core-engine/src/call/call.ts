import type { Phase, Subject } from '../decision.js';
import type { Side } from '../entries.js';
import type { Limits } from '../limits.js';
import type { Request, Span } from '../wire/message.js';
import { readMethod } from './subjects.js';

/** A governed request: strictly read, with its own bytes, and what policy is asked about it. */
export interface Call {
  readonly from: Side;
  readonly phase: Exclude<Phase, 'list'>;
  readonly request: Request;
  /** What is asked for, usually one thing; several for `subscriptions/listen`, none for requests of a server. */
  readonly subjects: readonly Subject[];
  /** The value of `arguments` (`params` for requests of a server), where there is one. */
  readonly args?: Span;
  /** Whether the caller waits for a task, which an `isError` result is not. */
  readonly task: boolean;
}

/** A governed request that cannot be judged because a part of it has the wrong type or is over a limit. */
export interface Unreadable {
  readonly reason: 'wrong_type' | 'control_character' | 'name_too_long' | 'too_many_uris';
}

/**
 * Reads a request as a governed call. Gives undefined where the method is not governed (MCP has many that are only relayed),
 * and `Unreadable` where it is and cannot be judged.
 */
export function readCall(request: Request, from: Side, limits: Limits): Call | Unreadable | undefined {
  const method = readMethod(request, from, limits);
  if (method === undefined || 'reason' in method) return method;
  return {
    from,
    phase: from === 'server' ? 'request' : 'call',
    request,
    subjects: method.subjects,
    ...(method.args && { args: method.args }),
    task: request.method === 'tools/call' && request.params?.get('task') !== undefined,
  };
}
