import {
  type Answer,
  type AuditEntry,
  type Call,
  compilePolicy,
  defaultLimits,
  type Forward,
  type Gate,
  openSessionState,
  type Policy,
  type Ports,
  type Request,
  readCall,
  readFromAgent,
  readFromServer,
  type Withdrawal,
} from '../../src/index.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function bytesOf(value: unknown): Uint8Array {
  return encoder.encode(typeof value === 'string' ? value : JSON.stringify(value));
}

export function parse(bytes: Uint8Array | undefined): any_json {
  return bytes && JSON.parse(decoder.decode(bytes));
}

/** What JSON.parse gives in a test that then looks into it. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is what the test asserts
type any_json = any;

export async function policy(text: string): Promise<Policy> {
  const compiled = await compilePolicy({ name: 'test', text });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.policy;
}

export function request(value: unknown): Request {
  const message = readFromAgent(bytesOf(value), defaultLimits);
  if (message.kind !== 'request') throw new Error(`not a request: ${JSON.stringify(message)}`);
  return message;
}

export function call(value: unknown, from: 'agent' | 'server' = 'agent'): Call {
  const read = readCall(request(value), from, defaultLimits);
  if (read === undefined || 'reason' in read) throw new Error(`not a call: ${JSON.stringify(read)}`);
  return read;
}

export function answer(value: unknown): Answer {
  const response = readFromServer(bytesOf(value), defaultLimits);
  if (response.kind !== 'response') throw new Error(`not a response: ${JSON.stringify(response)}`);
  return { kind: 'response', response };
}

/** A gate whose log is a list, and which can be told to fail. Every event, recorded or forwarded, lands in `events` in order. */
export function gateway(policies: readonly Policy[], ports: Partial<Ports> = {}) {
  const events: string[] = [];
  const entries: AuditEntry[] = [];
  const write = (how: string) => async (entry: AuditEntry) => {
    entries.push(entry);
    events.push(`${how} ${entry.kind}`);
  };
  let ids = 0;
  const gate: Gate = {
    policies,
    where: { session: 'session-1', server: 'fs' },
    environment: '',
    session: openSessionState('session-1'),
    manners: { denyAs: 'result', explain: true },
    ports: {
      identify: async () => ({ id: 'agent:local', roles: [] }),
      record: write('record'),
      note: write('note'),
      sha256: (bytes) => `sha256 of ${decoder.decode(bytes)}`,
      randomId: () => `call-${++ids}`,
      monotonic: () => 0,
      now: () => 0,
      ...ports,
    },
  };
  return { gate, events, entries };
}

interface Asked {
  readonly jsonrpc: string;
  readonly id: number;
  readonly method: string;
  readonly params: { readonly name: string; readonly arguments: object };
}

/** What most tests of a call's life begin with: a call that these policies allow, and one that they deny. */
export const policies: readonly Policy[] = [
  await policy(`
version: 1
default: allow
rules:
  - { id: no-deleting, effect: deny, tools: ["delete_*"], code: NO_DELETE, reason: deleting is off, hint: ask Ann }
  - { id: no-sampling, effect: deny, phase: request, methods: [sampling/createMessage] }
`),
];
export const asked: Asked = {
  jsonrpc: '2.0',
  id: 7,
  method: 'tools/call',
  params: { name: 'read', arguments: { path: '/a' } },
};
export const denied: Asked = { ...asked, params: { name: 'delete_file', arguments: {} } };
export const fine: Answer = answer({ jsonrpc: '2.0', id: 7, result: { content: [] } });
/** Nobody has withdrawn the call. */
export const open: Withdrawal = { aborted: false };

/** Forwards into a list; what is in it reached the server. */
export function upstream(given: Answer = fine): { readonly arrived: Uint8Array[]; readonly forward: Forward } {
  const arrived: Uint8Array[] = [];
  const forward = async (bytes: Uint8Array): Promise<Answer> => {
    arrived.push(bytes);
    return given;
  };
  return { arrived, forward };
}
