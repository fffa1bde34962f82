import type {
  AuditEntry,
  CallEntry,
  OutcomeEntry,
  RecordedDecision,
  RecordedFinding,
  RefusedEntry,
  Reserved,
  SessionEntry,
  ShadowVote,
} from './entries.js';
import { AuditError } from './error.js';
import { FRAME, LONGEST_LINE } from './format.js';
import { cut, decimal, integer, object, optional, optionalList, text, word } from './members.js';

const EFFECTS = ['allow', 'deny', 'approve', 'redact'] as const;
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

/**
 * A record's members from `kind` on, without braces: `"kind":"stop","reason":"sigterm"`. Every member is written here, in
 * the order of the format, so that neither the caller's order nor a member that nobody described reaches the disk. The
 * text is put together by hand, with no object in between: it is written twice for every call that passes.
 * Throws `bad_entry`.
 */
export function encode(entry: AuditEntry): string {
  const members = print(entry);
  // A UTF-16 unit takes at most three bytes, so the length is counted in bytes only where it may matter.
  if (3 * members.length > LONGEST_LINE - FRAME && Buffer.byteLength(members) > LONGEST_LINE - FRAME) {
    throw new AuditError('bad_entry', 'entry is longer than 64 MiB');
  }
  return members;
}

function print(entry: AuditEntry): string {
  switch (entry.kind) {
    case 'intent':
    case 'denied':
      return call(entry);
    case 'outcome':
      return outcome(entry);
    case 'refused':
      return refused(entry);
    case 'session':
      return session(entry);
    case 'stop':
      return `"kind":"stop","reason":${word('reason', entry.reason, STOPS)}`;
    default:
      throw new AuditError('bad_entry', 'entry of an unknown kind');
  }
}

function call(entry: CallEntry): string {
  return (
    `"kind":"${entry.kind}","call":${text('call', entry.call)},"session":${text('session', entry.session)}` +
    `,"agent":${text('agent', entry.agent)},"server":${text('server', entry.server)}` +
    `${entry.from === undefined ? '' : `,"from":${word('from', entry.from, ['server'])}`}` +
    `,"method":${text('method', entry.method)}${optional('tool', entry.tool, text)}` +
    `${optional('resource', entry.resource, text)}${optional('prompt', entry.prompt, text)}` +
    `${optional('args_sha256', entry.args_sha256, text)}${optional('sent_sha256', entry.sent_sha256, text)}` +
    `,"decision":${decision(entry.decision, entry.kind === 'denied')}` +
    `${optionalList('shadow', entry.shadow, shadowVote)}${optionalList('findings', entry.findings, finding)}` +
    `${optionalList('reserved', entry.reserved, reserved)}`
  );
}

function outcome(entry: OutcomeEntry): string {
  const { status, bytes, sha256, ms } = object('result', entry.result);
  return (
    `"kind":"outcome","call":${text('call', entry.call)},"result":{"status":${word('status', status, STATUSES)}` +
    `${optional('bytes', bytes, integer)}${optional('sha256', sha256, text)}${optional('ms', ms, integer)}}` +
    `${optionalList('findings', entry.findings, finding)}` +
    `${entry.decision === undefined ? '' : `,"decision":${decision(entry.decision, false)}`}` +
    optionalList('shadow', entry.shadow, shadowVote)
  );
}

function refused(entry: RefusedEntry): string {
  return (
    `"kind":"refused","from":${word('from', entry.from, SIDES)},"code":${text('code', entry.code)}` +
    `,"reason":${text('reason', entry.reason)},"bytes":${integer('bytes', entry.bytes)}` +
    `${optional('sha256', entry.sha256, text)}`
  );
}

function session(entry: SessionEntry): string {
  const event = word('event', entry.event, ['opened', 'closed']);
  const begin = `"kind":"session","event":${event},"session":${text('session', entry.session)}`;
  if (entry.event === 'closed') return begin;
  return (
    `${begin}${optional('agent', entry.agent, text)}${optionalList('roles', entry.roles, (role) => text('roles', role))}` +
    `${optional('scheme', entry.scheme, text)}${optional('key', entry.key, text)}` +
    `${optional('server', entry.server, text)}${optional('client', entry.client, client)}` +
    `${optional('protocol', entry.protocol, text)}`
  );
}

function client(member: string, given: { readonly name: string; readonly version: string }): string {
  const { name, version } = object(member, given);
  return `{"name":${text('client.name', cut(name, CLIENT_TEXT))},"version":${text('client.version', cut(version, CLIENT_TEXT))}}`;
}

function decision(given: RecordedDecision, isDenial: boolean): string {
  const { effect, policy, rule, code, reason, risk, score } = object('decision', given);
  return (
    `{"effect":${word('effect', effect, EFFECTS)}${optional('policy', policy, text)}${optional('rule', rule, text)}` +
    `${isDenial ? `,"code":${text('code', code)}` : optional('code', code, text)}` +
    `${optional('reason', reason, text)}${risk === undefined ? '' : `,"risk":${word('risk', risk, RISKS)}`}` +
    `${optional('score', score, decimal)}}`
  );
}

function shadowVote(vote: ShadowVote): string {
  const { policy, rule, effect } = object('shadow', vote);
  return `{"policy":${text('shadow.policy', policy)}${optional('rule', rule, text)},"effect":${word('shadow.effect', effect, EFFECTS)}}`;
}

function finding(found: RecordedFinding): string {
  const { type, path, range, score, scanner } = object('findings', found);
  const [start = 0, end = 0] = range ?? [];
  const where = range === undefined ? '' : `,"range":[${integer('range', start)},${integer('range', end)}]`;
  return (
    `{"type":${text('findings.type', type)},"path":${text('findings.path', path)}${where}` +
    `,"score":${decimal('findings.score', score)},"scanner":${text('findings.scanner', scanner)}}`
  );
}

function reserved(taken: Reserved): string {
  const { policy, key, amount } = object('reserved', taken);
  return `{"policy":${text('reserved.policy', policy)},"key":${text('reserved.key', key)},"amount":${text('reserved.amount', amount)}}`;
}
