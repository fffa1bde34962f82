// A policy of 100 rules in each language that has rules: 99 for other tools, and in the middle the one that allows ours.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const COUNT = 100;
const verbs = ['read', 'list', 'write', 'delete', 'search'];

/** `[pattern, effect]`: every third a prefix, every fourth a denial, none of them for `echo`. */
const rules = Array.from({ length: COUNT }, (_, at) => {
  if (at === COUNT / 2) return ['echo', 'allow'];
  const name = `${verbs[at % verbs.length]}_${at}`;
  return [at % 3 === 0 ? `${name}_*` : name, at % 4 === 0 ? 'deny' : 'allow'];
});

function ours() {
  const each = rules.map(([tool, effect], at) => `  - { id: rule-${at}, effect: ${effect}, tools: ["${tool}"] }`);
  return `version: 1\nname: bench\ndefault: deny\nrules:\n${each.join('\n')}\n`;
}

function gate() {
  const each = rules.map(([tool, effect], at) => ({ id: `rule-${at}`, effect, tools: [tool] }));
  return JSON.stringify({ name: 'bench', version: '1', default_effect: 'deny', rules: each });
}

function aegis() {
  const tools = rules
    .filter(([, effect]) => effect === 'allow')
    .map(([pattern]) => ({ pattern, actions: ['execute'] }));
  while (tools.length < COUNT) tools.unshift({ pattern: `more_${tools.length}`, actions: ['execute'] });
  return JSON.stringify({
    version: '1',
    defaults: { effect: 'deny' },
    principals: { bench: { roles: ['bench'], tools } },
  });
}

/** Writes the policies and gives their paths. JSON is YAML. */
export function writePolicies(folder) {
  const write = (name, text) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  return { ours: write('ostiary.yaml', ours()), gate: write('gate.json', gate()), aegis: write('aegis.yaml', aegis()) };
}
