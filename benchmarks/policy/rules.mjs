// One set of rules, plain enough that every engine can be given it: a tool's name or the beginning of one, a role, an effect.

const systems =
  'fs git db mail chat web calendar crm billing tickets wiki build deploy metrics logs users search queue cache maps'.split(
    ' ',
  );
const verbs = 'list get create update delete send export archive'.split(' ');
const nouns = 'file branch table message invoice event customer page run alert report job'.split(' ');
const roles = ['support', 'engineer', 'analyst', 'operator'];

/** The nth name, all different; systems are numbered from the second time round. */
function nameOf(n) {
  const round = Math.floor(n / (systems.length * verbs.length));
  const system = `${systems[n % systems.length]}${round === 0 ? '' : round}`;
  const verb = verbs[Math.floor(n / systems.length) % verbs.length];
  return { beginning: `${system}_${verb}_`, name: `${system}_${verb}_${nouns[n % nouns.length]}` };
}

/**
 * Denials stand first and no two allowances meet, so that the first match, and a denial that overrides, give the same answer.
 * One of ten denies; four of ten are about a beginning, the others about a whole name.
 */
export function makeRules(count) {
  return Array.from({ length: count }, (_, index) => {
    const { beginning, name } = nameOf(index);
    return {
      id: `rule-${index}`,
      effect: index < count / 10 ? 'deny' : 'allow',
      role: roles[index % roles.length],
      ...(index % 10 < 4 ? { beginning } : { name }),
    };
  });
}

/** The same as a policy of ours. `guards`: rules in front of them. */
export const asPolicy = (rules, guards = []) => ({
  version: 1,
  name: 'bench',
  default: 'deny',
  rules: [
    ...guards,
    ...rules.map(({ id, effect, role, name, beginning }) => ({
      id,
      effect,
      tools: [name ?? `${beginning}*`],
      roles: [role],
    })),
  ],
});

const question = (tool, role) => ({
  phase: 'call',
  method: 'tools/call',
  server: 'main',
  environment: 'production',
  principal: { id: `agent:${role}`, roles: [role] },
  tool,
});

/** Strings as a decoder makes them, not pieced together. */
const fresh = (text) => Buffer.from(text).toString('latin1');

/** Three of four are about what a rule names, most of them with its role; the others are about tools that no rule names. */
export function makeQuestions(rules, count) {
  return Array.from({ length: count }, (_, n) => {
    const { name, beginning, role } = rules[(n * 37) % rules.length];
    const tool = n % 4 === 3 ? `other_${n}` : (name ?? `${beginning}item_${n % 7}`);
    return question(fresh(tool), n % 5 === 0 ? roles[n % roles.length] : role);
  });
}

/** Questions about names that were never asked about: half of them begin as some rule says. `length`: of the names, at least. */
export function* unseenQuestions(rules, length = 0) {
  const beginnings = rules.filter(({ beginning }) => beginning !== undefined);
  for (let n = 0; ; n += 1) {
    const { beginning, role } = beginnings[n % beginnings.length];
    const serial = (n * 2_654_435_761) % 2 ** 32;
    const tool = n % 2 === 0 ? `${beginning}${serial.toString(36)}` : `tool_${serial.toString(36)}`;
    yield question(fresh(tool.padEnd(length, 'x')), role);
  }
}
