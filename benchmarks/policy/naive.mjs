// The floors: what anybody would write first. Every rule in turn, and no scopes, codes or reasons.
const denied = Object.freeze({ effect: 'deny' });
const ODD = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

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

/** The same, for names without odd characters only: whoever reads the whole of a name cannot be faster than this. */
export function checking(rules) {
  const ask = naive(rules);
  return (question) => (ODD.test(question.tool) ? denied : ask(question));
}

const DESTRUCTIVE = new Set([
  'delete',
  'del',
  'remove',
  'rm',
  'drop',
  'purge',
  'wipe',
  'destroy',
  'erase',
  'truncate',
  'kill',
]);
const BETWEEN = /[^\p{L}\p{N}]+|(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u;

/** The same, unless the name says that the tool is destructive: reads the words of every name. */
export function guessing(rules) {
  const ask = naive(rules);
  return (question) =>
    question.tool.split(BETWEEN).some((word) => DESTRUCTIVE.has(word.toLowerCase())) ? denied : ask(question);
}
