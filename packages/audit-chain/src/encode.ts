import type {
  AuditEntry,
  CallEntry,
  Durability,
  OutcomeEntry,
  RecordedDecision,
  SessionEntry,
  Start,
} from './entries.js';
import { AuditError } from './error.js';
import { FRAME, LONGEST_LINE } from './format.js';
import { cut, integer, maybe, object, omitEmpty, text, word } from './members.js';

const EFFECTS = ['allow', 'deny'] as const;
const RISKS = ['low', 'medium', 'high', 'forbidden'] as const;
const SIDES = ['agent', 'server'] as const;
const STOPS = ['stdin_closed', 'sigterm', 'sigint', 'sighup', 'upstream_gone', 'fault'] as const;
const STATUSES = [
  'ok',
  'tool_error',
  'rpc_error',
  'input_required',
  'task',
  'timeout',
  'cancelled',
  'upstream_gone',
  'malformed',
  'blocked',
] as const;

/** Longest client name and version, in code points: they come from the client and explain nothing beyond that. */
const CLIENT_TEXT = 256;

/** JSON leaves these raw; a terminal, a line reader or a JavaScript parser may act on them. */
const UNSAFE = /[\u007f-\u009f\u2028\u2029]/;
const EVERY_UNSAFE = /[\u007f-\u009f\u2028\u2029]/g;

/**
 * A record's members from `kind` on, without braces: `"kind":"stop","reason":"sigterm"`. Every object is built here, in
 * the order of the format, so that neither the caller's order nor a member that nobody described reaches the disk.
 * Throws `bad_entry`.
 */
export function encode(entry: AuditEntry): string {
  switch (entry.kind) {
    case 'intent':
    case 'denied':
      return print(call(entry));
    case 'outcome':
      return print(outcome(entry));
    case 'refused':
      return print({
        kind: entry.kind,
        from: word('from', entry.from, SIDES),
        code: text('code', entry.code),
        reason: text('reason', entry.reason),
        bytes: integer('bytes', entry.bytes),
        sha256: maybe(text, 'sha256', entry.sha256),
      });
    case 'session':
      return print(session(entry));
    case 'stop':
      return print({ kind: entry.kind, reason: word('reason', entry.reason, STOPS) });
    default:
      throw new AuditError('bad_entry', 'entry of an unknown kind');
  }
}

/** The record that begins a run. */
export function encodeStart(
  log: string,
  start: Start,
  durability: Durability,
  recovered: { readonly tornBytes: number; readonly openCalls: number },
): string {
  const cleanStart = recovered.tornBytes === 0 && recovered.openCalls === 0;
  return print({
    kind: 'start',
    log,
    version: text('version', start.version),
    plugins: omitEmpty(start.plugins)?.map((plugin) => ({
      name: text('plugins.name', plugin.name),
      version: text('plugins.version', plugin.version),
    })),
    policies: omitEmpty(start.policies)?.map((policy) => ({
      name: text('policies.name', policy.name),
      sha256: text('policies.sha256', policy.sha256),
    })),
    durability,
    arguments: word('arguments', start.arguments, ['none']),
    recovered: cleanStart ? undefined : { torn_bytes: recovered.tornBytes, open_calls: recovered.openCalls },
  });
}

/** The outcome of a call that was open when the process died. */
export function encodeUnknownOutcome(id: string): string {
  return print({ kind: 'outcome', call: id, result: { status: 'unknown' } });
}

/** Says that the clock showed `clock`, which is before the last record. */
export function encodeClockWentBack(clock: string): string {
  return print({ kind: 'admin', event: 'clock_went_back', clock });
}

function call(entry: CallEntry): object {
  return {
    kind: entry.kind,
    call: text('call', entry.call),
    session: text('session', entry.session),
    agent: text('agent', entry.agent),
    server: text('server', entry.server),
    from: entry.from === undefined ? undefined : word('from', entry.from, ['server']),
    method: text('method', entry.method),
    tool: maybe(text, 'tool', entry.tool),
    resource: maybe(text, 'resource', entry.resource),
    prompt: maybe(text, 'prompt', entry.prompt),
    args_sha256: maybe(text, 'args_sha256', entry.args_sha256),
    decision: decision(entry.decision, entry.kind === 'denied'),
  };
}

function outcome(entry: OutcomeEntry): object {
  const result = object('result', entry.result);
  return {
    kind: entry.kind,
    call: text('call', entry.call),
    result: {
      status: word('status', result.status, STATUSES),
      bytes: maybe(integer, 'bytes', result.bytes),
      sha256: maybe(text, 'sha256', result.sha256),
      ms: maybe(integer, 'ms', result.ms),
    },
    decision: entry.decision === undefined ? undefined : decision(entry.decision, false),
  };
}

function session(entry: SessionEntry): object {
  const event = word('event', entry.event, ['opened', 'closed']);
  const id = text('session', entry.session);
  if (event === 'closed') return { kind: entry.kind, event, session: id };
  return {
    kind: entry.kind,
    event,
    session: id,
    agent: maybe(text, 'agent', entry.agent),
    roles: omitEmpty(entry.roles)?.map((role) => text('roles', role)),
    scheme: maybe(text, 'scheme', entry.scheme),
    key: maybe(text, 'key', entry.key),
    server: maybe(text, 'server', entry.server),
    client: entry.client && {
      name: cut(text('client.name', entry.client.name), CLIENT_TEXT),
      version: cut(text('client.version', entry.client.version), CLIENT_TEXT),
    },
    protocol: maybe(text, 'protocol', entry.protocol),
  };
}

function decision(given: RecordedDecision, isDenial: boolean): object {
  const from = object('decision', given);
  return {
    effect: word('effect', from.effect, EFFECTS),
    policy: maybe(text, 'policy', from.policy),
    rule: maybe(text, 'rule', from.rule),
    code: isDenial ? text('code', from.code) : maybe(text, 'code', from.code),
    reason: maybe(text, 'reason', from.reason),
    risk: from.risk === undefined ? undefined : word('risk', from.risk, RISKS),
  };
}

/** JSON.stringify omits undefined members and escapes lone surrogates; what it leaves raw can only stand inside strings. */
function print(members: object): string {
  const json = JSON.stringify(members);
  const safe = UNSAFE.test(json) ? json.replace(EVERY_UNSAFE, escapeUnit) : json;
  if (Buffer.byteLength(safe) > LONGEST_LINE - FRAME) throw new AuditError('bad_entry', 'entry is longer than 64 MiB');
  return safe.slice(1, -1);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
