// A decision point that asks Cedar (https://www.cedarpolicy.com) about calls. Whatever goes wrong in here throws, and what throws refuses
// the call.
import cedar from '@cedar-policy/cedar-wasm/nodejs';

/** In Cedar's JSON these make something else of an object: an agent must not be able to write an entity. */
const RESERVED = new Set(['__entity', '__extn', '__expr']);

/** Reads Cedar's policies, with their `@id` as names. Throws where they are wrong. */
export function cedarPoint(text) {
  const parts = succeeded(cedar.policySetTextToParts(text));
  const staticPolicies = Object.fromEntries(
    parts.policies.map((policy, index) => [
      succeeded(cedar.policyToJson(policy)).json.annotations?.id ?? `policy-${index}`,
      policy,
    ]),
  );
  if (Object.keys(staticPolicies).length < parts.policies.length) throw new Error('two policies have one id');
  return (question) => {
    // Results, and what servers ask, are no matter of these policies.
    if (question.phase !== 'call' || question.tool === undefined) return undefined;
    const principal = { type: 'Agent', id: question.principal.id };
    const resource = { type: 'Tool', id: question.tool };
    const answer = succeeded(
      cedar.isAuthorized({
        principal,
        action: { type: 'Action', id: question.method },
        resource,
        context: { server: question.server, args: jsonOf(question.args) },
        policies: { staticPolicies },
        entities: [
          { uid: principal, attrs: {}, parents: question.principal.roles.map((id) => ({ type: 'Role', id })) },
          { uid: resource, attrs: { name: question.tool }, parents: [] },
        ],
      }),
    );
    const { decision, diagnostics } = answer.response;
    // Cedar leaves out a policy that it cannot evaluate, and that may be the one that forbids.
    if (diagnostics.errors.length > 0) throw new Error('a policy of Cedar could not be evaluated');
    const [rule] = diagnostics.reason;
    const name = { policy: 'cedar', ...(rule !== undefined && { rule }) };
    if (decision === 'allow') return { effect: 'allow', ...name };
    return {
      effect: 'deny',
      ...name,
      code: 'CEDAR_DENIED',
      reason: rule === undefined ? 'no policy of Cedar permits this' : 'a policy of Cedar forbids this',
    };
  };
}

/** What Cedar can take of the arguments. It has neither null nor fractions; to leave them out could make a call look harmless. */
function jsonOf(value) {
  if (typeof value === 'string' || typeof value === 'boolean' || Number.isSafeInteger(value)) return value;
  if (Array.isArray(value)) return value.map(jsonOf);
  if (!(value instanceof Map)) throw new Error('an argument is nothing that Cedar knows');
  for (const key of value.keys()) if (RESERVED.has(key)) throw new Error('an argument has a key that Cedar reserves');
  return Object.fromEntries(Array.from(value, ([key, member]) => [key, jsonOf(member)]));
}

function succeeded(answer) {
  if (answer.type !== 'success') throw new Error(`cedar: ${answer.errors.map(({ message }) => message).join('; ')}`);
  return answer;
}
