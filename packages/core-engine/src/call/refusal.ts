import type { Decision } from '../decision.js';
import type { Id } from '../wire/message.js';
import type { Answer } from './answer.js';
import type { Call } from './call.js';

/** The reasons for which the gateway answers instead of the other side, with their JSON-RPC codes. A closed list. */
export const rpcCodes = {
  OSTIARY_DENIED: -32010,
  OSTIARY_APPROVAL_REQUIRED: -32011,
  OSTIARY_FAULT: -32012,
  OSTIARY_AUDIT_UNAVAILABLE: -32013,
  OSTIARY_BUSY: -32014,
  OSTIARY_UPSTREAM_TIMEOUT: -32015,
  OSTIARY_UPSTREAM_GONE: -32016,
  OSTIARY_UNKNOWN_METHOD: -32601,
} as const;

export type RefusalCode = keyof typeof rpcCodes;

const encoder = new TextEncoder();

/** A JSON-RPC error answer. `id` is undefined where the request's own could not be read or must not be used: then it is null. */
export function errorAnswer(id: Id | undefined, rpc: number, message: string, data: object): Uint8Array {
  return encoder.encode(JSON.stringify({ jsonrpc: '2.0', id: id ?? null, error: { code: rpc, message, data } }));
}

/** How denials are told to the one who asked. */
export interface Manners {
  /** `result`: a denied `tools/call` is a result with `isError`, which a model reads; `error`: a JSON-RPC error, as for all others. */
  readonly denyAs: 'result' | 'error';
  /** False leaves only the code: no rule, policy, reason or hint. */
  readonly explain: boolean;
}

/** The decision as the caller sees it. Depends on policy and name alone, never on whether the tool exists. */
function explained(id: string | undefined, decision: Decision, manners: Manners): object {
  const { effect, rule, policy, reason, hint } = decision;
  const code = decision.code ?? 'OSTIARY_DENIED';
  return manners.explain ? { id, effect, rule, policy, code, reason, hint } : { code };
}

function sentence(decision: Decision, manners: Manners): string {
  const code = decision.code ?? 'OSTIARY_DENIED';
  if (!manners.explain) return `denied (${code})`;
  const { reason, hint } = decision;
  return `denied by policy (${code})${reason ? `: ${reason}` : ''}${hint ? `\nhint: ${hint}` : ''}`;
}

/** A denial as a JSON-RPC error. `id` is the record's `call`, where there is one. */
export function denialError(
  request: Id,
  id: string | undefined,
  decision: Decision,
  manners: Manners,
  rpc: number = rpcCodes.OSTIARY_DENIED,
): Uint8Array {
  return errorAnswer(request, rpc, sentence(decision, manners), explained(id, decision, manners));
}

/** In revision 2026-07-28 a client rejects results without `resultType`; its requests carry this `_meta` key and older ones do not. */
const versionKey = encoder.encode('"io.modelcontextprotocol/protocolVersion"');

function wantsResultType({ request: { bytes, params } }: Call): boolean {
  const meta = params?.get('_meta');
  return meta !== undefined && includes(bytes.subarray(meta.start, meta.end), versionKey);
}

function includes(bytes: Uint8Array, part: Uint8Array): boolean {
  for (let at = bytes.indexOf(part[0] as number); at >= 0; at = bytes.indexOf(part[0] as number, at + 1)) {
    if (part.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}

/** The answer to a call that policy denied. `id` is the record's `call`. */
export function denial(call: Call, id: string | undefined, decision: Decision, manners: Manners): Uint8Array {
  return refused(call, id, decision, manners, rpcCodes.OSTIARY_DENIED);
}

function refused(call: Call, id: string | undefined, decision: Decision, manners: Manners, rpc: number): Uint8Array {
  const text = sentence(decision, manners);
  const asResult = call.request.method === 'tools/call' && !call.task && manners.denyAs === 'result';
  if (!asResult) return denialError(call.request.id, id, decision, manners, rpc);
  const { effect, rule, policy, code } = { ...decision, code: decision.code ?? 'OSTIARY_DENIED' };
  const short = manners.explain ? { id, effect, rule, policy, code } : { code };
  const result = {
    ...(wantsResultType(call) && { resultType: 'complete' }),
    content: [{ type: 'text', text }],
    isError: true,
    _meta: { 'ostiary/decision': short },
  };
  return encoder.encode(JSON.stringify({ jsonrpc: '2.0', id: call.request.id, result }));
}

/** The answer to a call that policy lets through only with a person's approval, for which there is no queue yet. */
export function approvalRefusal(call: Call, id: string | undefined, decision: Decision, manners: Manners): Uint8Array {
  const reason = `${decision.reason ?? 'policy asks for approval'}; nobody can approve it here, so it is refused`;
  return refused(call, id, { ...decision, reason }, manners, rpcCodes.OSTIARY_APPROVAL_REQUIRED);
}

/** The answer where something other than policy stands in the way. `id` is the record's `call` where the call got that far. */
export function refusal(
  request: { readonly id: Id } | undefined,
  code: RefusalCode,
  message: string,
  id?: string,
): Uint8Array {
  return errorAnswer(request?.id, rpcCodes[code], message, { ...(id && { id }), code });
}

/** The answer to a call that could not be judged. */
export function faultRefusal({ request }: Call, id: string | undefined): Uint8Array {
  return refusal(request, 'OSTIARY_FAULT', 'not forwarded: the gateway could not judge this call', id);
}

/** The answer to a request that the other side has not answered, or with something that nobody can read. */
export function unanswered(request: { readonly id: Id }, kind: Answer['kind'], id?: string): Uint8Array {
  if (kind === 'timeout')
    return refusal(request, 'OSTIARY_UPSTREAM_TIMEOUT', 'the other side did not answer in time', id);
  const what =
    kind === 'malformed' ? 'the other side answered with something that is no message' : 'the other side is gone';
  return refusal(request, 'OSTIARY_UPSTREAM_GONE', what, id);
}
