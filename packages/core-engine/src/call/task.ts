import type { Decision } from '../decision.js';
import { keysOf } from '../wire/keys.js';
import type { Fields, Request, Response, Span } from '../wire/message.js';
import { fields, isUnambiguous, readString } from '../wire/value.js';
import type { Call } from './call.js';

/** The call behind a task: enough of it to judge a result by. */
export interface TaskCall {
  readonly call: Call;
  /** The name of its record, where it has one. */
  readonly id?: string;
}

/** The calls of one session that have become tasks. What a task gives later is judged as the result of its call. */
export interface Tasks {
  /** Keeps the call where the answer to it names a task. */
  learn(call: Call, answer: Response, id?: string): void;
  /** Undefined where nobody knows, or where several calls were said to have made the task. */
  madeBy(task: string): TaskCall | undefined;
}

/** Of these the oldest are forgotten, and what their tasks give is then withheld where a rule speaks of results. */
const MOST_TASKS = 1_000;
/** Characters of names and bytes of arguments together. */
const MOST_BYTES = 16 * 1024 * 1024;
/** A longer name is no task's that anybody asks for again. */
const LONGEST_NAME = 1024;

export function openTasks(): Tasks {
  const made = new Map<string, TaskCall | undefined>();
  let bytes = 0;
  const costOf = (task: string, maker: TaskCall | undefined): number =>
    task.length + (maker?.call.request.bytes.length ?? 0);
  const forget = (task: string): void => {
    if (made.has(task)) bytes -= costOf(task, made.get(task));
    made.delete(task);
  };
  const keep = (task: string, maker: TaskCall | undefined): void => {
    forget(task);
    made.set(task, maker);
    bytes += costOf(task, maker);
    for (const oldest of made.keys()) {
      if (made.size <= MOST_TASKS && bytes <= MOST_BYTES) return;
      forget(oldest);
    }
  };
  return {
    learn(call, answer, id) {
      for (const task of namedIn(answer)) {
        // A server that names a task twice could have what one call gives judged as what another gives.
        keep(task, made.has(task) ? undefined : { call: alone(call), ...(id !== undefined && { id }) });
      }
    },
    madeBy: (task) => made.get(task),
  };
}

/** With its arguments alone, copied: a call of one byte would keep all that was read along with it. */
function alone(call: Call): Call {
  const { request, args, from, phase, subjects, task } = call;
  const { kind, id, idSpan, method } = request;
  const bytes = args === undefined ? new Uint8Array() : request.bytes.slice(args.start, args.end);
  const kept: Request = { kind, id, idSpan, method, bytes };
  return { from, phase, subjects, task, request: kept, ...(args && { args: { start: 0, end: bytes.length } }) };
}

/** The tasks that an answer names: `task.taskId` in revision 2025-11-25, `taskId` of the result in 2026-07-28. */
function namedIn({ bytes, result }: Response): readonly string[] {
  const task = result?.get('task');
  const inner = task && isUnambiguous(bytes, task) ? fields(bytes, task) : undefined;
  const spans = [inner?.get('taskId'), result?.get('taskId')];
  const names = spans.flatMap((span) => (span && readString(bytes, span)) ?? []);
  return [...new Set(names)].filter((name) => name.length <= LONGEST_NAME);
}

const stateKeys = keysOf('result', 'error');

/** Whether a notification brings what a task gave (2026-07-28). It is neither waited for nor changed, so nobody can judge it. */
export function bringsResult(params: Fields | undefined): boolean {
  if (params === undefined) return false;
  return params.hasLookAlike(stateKeys) || params.get('result') !== undefined || params.get('error') !== undefined;
}

/** Where an answer to a request about tasks holds what a tool gave; undefined where it holds nothing of it. */
export function givenBy({ method }: Request, { bytes, result, error }: Response): Span | 'malformed' | undefined {
  if (method === 'tasks/result') return (result ?? error)?.span;
  if (method !== 'tasks/get' && method !== 'tasks/update' && method !== 'tasks/cancel') return undefined;
  if (result === undefined || !bringsResult(result)) return undefined;
  if (result.hasLookAlike(stateKeys) || !isUnambiguous(bytes, result.span)) return 'malformed';
  const [one, other] = [result.get('result'), result.get('error')];
  return one !== undefined && other !== undefined ? 'malformed' : (one ?? other);
}

/** The task that a request is about. */
export function taskOf({ bytes, params }: Request): string | undefined {
  const span = params?.get('taskId');
  return span && readString(bytes, span);
}

/** What is said of a result where the call that it belongs to is not known. */
export const UNKNOWN_TASK: Decision = Object.freeze({
  effect: 'deny',
  code: 'OSTIARY_DENIED',
  reason: 'it is not known which call made this task, so no rule can judge what it gives',
});
