// What it costs to compile a policy: the first time in a new process, as a start does, and again and again.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { compilePolicy } from '@ostiary/core-engine';
import { spread } from '../lib/numbers.mjs';
import { cpuPerCall, runRounds } from '../lib/rounds.mjs';
import { table } from '../lib/table.mjs';
import { withConditions } from './conditions.mjs';
import { asPolicy, makeRules } from './rules.mjs';

const once = fileURLToPath(new URL('compile-once.mjs', import.meta.url));

function asYaml({ name, rules }) {
  const each = ({ id, effect, tools, roles, when }) =>
    `  - id: ${id}\n    effect: ${effect}\n    tools: ["${tools[0]}"]\n    roles: [${roles[0]}]\n${condition(when)}`;
  return `version: 1\nname: ${name}\ndefault: deny\n\nrules:\n${rules.map(each).join('\n')}`;
}

function condition(when) {
  if (when === undefined) return '';
  if (typeof when === 'string') return `    when: '${when}'\n`;
  const line = ({ field, op, value }) => `        - { field: ${field}, op: ${op}, value: ${JSON.stringify(value)} }\n`;
  return `    when:\n      all:\n${when.all.map(line).join('')}`;
}

/** The same policy as people write it, as programs do, and with one escape, for which the YAML library reads all of it. */
const FORMS = {
  YAML: (rules) => asYaml(asPolicy(rules)),
  JSON: (rules) => JSON.stringify(asPolicy(rules)),
  'YAML with an escape': (rules) => asYaml({ ...asPolicy(rules), name: '"b\\x65nch"' }),
  'YAML, structured conditions': (rules) => asYaml(withConditions(rules, 'structured')),
  'YAML, conditions in CEL': (rules) => asYaml(withConditions(rules, 'CEL')),
};

const isPinned = spawnSync('taskset', ['-p', String(process.pid)]).status === 0;
/** This process keeps to one core; what it starts with this in front does not. */
const everywhere = isPinned ? ['taskset', '-c', `0-${cpus().length - 1}`] : [];

function cold(text, before = []) {
  const [command, ...args] = [...before, execPath, '--expose-gc', once];
  const { stdout, status } = spawnSync(command, args, { input: text, encoding: 'utf8' });
  assert.equal(status, 0);
  return JSON.parse(stdout);
}

/** A table of milliseconds: of processor time on one core, and by the clock where V8 may optimise on another core meanwhile, as in a start. */
export async function compileTable({ quick, rounds }) {
  const contestants = {};
  for (const count of [100, 1_000]) {
    for (const [form, write] of Object.entries(FORMS)) {
      const text = write(makeRules(count));
      contestants[`${count} ${form} new`] = () => cold(text).cpu;
      contestants[`${count} ${form} all`] = () => cold(text, everywhere).took;
      contestants[`${count} ${form}`] = () => cpuPerCall(1, async () => assert((await compilePolicy({ text })).ok));
    }
  }
  const ns = await runRounds(contestants, { rounds: quick ? 1 : rounds, warmUp: quick ? 1 : 10 });
  const ms = (name) =>
    spread(
      ns[name].map((value) => value / 1e6),
      1,
    );
  const rows = Object.keys(FORMS).map((form) => [
    form,
    ...['100', '1000'].flatMap((count) => [
      ms(`${count} ${form} all`),
      ms(`${count} ${form} new`),
      ms(`${count} ${form}`),
    ]),
  ]);
  const head = [
    'compile, ms',
    ...['100 rules', '1,000 rules'].flatMap((rules) => [
      `${rules}, new process, all cores${rules === '100 rules' ? '' : ' (aim: < 80)'}`,
      'one core, CPU',
      'again, CPU',
    ]),
  ];
  return table(head, rows);
}
