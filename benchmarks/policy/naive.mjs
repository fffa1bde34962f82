// The floor: what anybody would write first. Every rule in turn, without a check of the name, without hints, scopes or reasons.

const denied = Object.freeze({ effect: 'deny' });

export function naive(rules) {
  const all = rules.map(({ effect, role, name, beginning }) => ({
    name,
    beginning,
    roles: [role],
    decision: Object.freeze({ effect }),
  }));
  return ({ tool, principal }) => {
    for (const { name, beginning, roles, decision } of all) {
      const isMeant = beginning === undefined ? tool === name : tool.startsWith(beginning);
      if (isMeant && principal.roles.some((role) => roles.includes(role))) return decision;
    }
    return denied;
  };
}
