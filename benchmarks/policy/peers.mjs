// Other engines, each given the same rules in its own way and asked by its fastest call. Each says whether a question is allowed.
import cedar from '@cedar-policy/cedar-wasm/nodejs';
import { newEnforcer, newModelFromString, StringAdapter } from 'casbin';
import { Engine } from 'json-rules-engine';

const MODEL = `
[request_definition]
r = role, tool
[policy_definition]
p = role, tool, eft
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = r.role == p.role && keyMatch(r.tool, p.tool)
`;

export async function casbin(rules) {
  const lines = rules.map(({ effect, role, name, beginning }) => `p, ${role}, ${name ?? `${beginning}*`}, ${effect}`);
  const enforcer = await newEnforcer(newModelFromString(MODEL), new StringAdapter(lines.join('\n')));
  return ({ tool, principal }) => enforcer.enforceSync(principal.roles[0], tool);
}

/** With the policies parsed once and kept; the name goes as context, so that no entities need to be sent. */
export function cedarWasm(rules) {
  const text = rules.map(({ effect, role, name, beginning }) => {
    const isMeant = name === undefined ? `context.tool like "${beginning}*"` : `context.tool == "${name}"`;
    const head = effect === 'allow' ? 'permit' : 'forbid';
    return `${head} (principal == Role::"${role}", action == Action::"call", resource) when { ${isMeant} };`;
  });
  const parsed = cedar.preparsePolicySet('bench', { staticPolicies: text.join('\n') });
  if (parsed.type !== 'success') throw new Error(JSON.stringify(parsed));
  const action = { type: 'Action', id: 'call' };
  const resource = { type: 'Server', id: 'main' };
  return ({ tool, principal }) => {
    const answer = cedar.statefulIsAuthorized({
      principal: { type: 'Role', id: principal.roles[0] },
      action,
      resource,
      context: { tool },
      preparsedPolicySetId: 'bench',
      entities: [],
    });
    if (answer.type !== 'success') throw new Error(JSON.stringify(answer));
    return answer.response.decision === 'allow';
  };
}

export function jsonRulesEngine(rules) {
  const engine = new Engine();
  engine.addOperator('startsWith', (tool, beginning) => tool.startsWith(beginning));
  for (const { effect, role, name, beginning } of rules) {
    const isMeant =
      name === undefined
        ? { fact: 'tool', operator: 'startsWith', value: beginning }
        : { fact: 'tool', operator: 'equal', value: name };
    const conditions = { all: [{ fact: 'role', operator: 'equal', value: role }, isMeant] };
    engine.addRule({ conditions, event: { type: effect } });
  }
  return async ({ tool, principal }) => {
    const { events } = await engine.run({ tool, role: principal.roles[0] });
    return events.some(({ type }) => type === 'allow') && !events.some(({ type }) => type === 'deny');
  };
}
