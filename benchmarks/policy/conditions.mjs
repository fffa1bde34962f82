// What conditions cost: the rules of the other tables, each with the same condition on arguments in both forms of the language.
import assert from 'node:assert/strict';
import { compilePolicy, decide } from '@ostiary/core-engine';
import { median, spread, whole } from '../lib/numbers.mjs';
import { paired, runRounds } from '../lib/rounds.mjs';
import { table } from '../lib/table.mjs';
import { again } from './again.mjs';
import { asPolicy, makeQuestions, makeRules } from './rules.mjs';

const QUESTIONS = 500;
const mostOf = (index) => 100 + (index % 50);

/** `args.amount` up to a bound of the rule's own, and `args.path` below a folder. */
const FORMS = {
  structured: (index) => ({
    all: [
      { field: 'amount', op: 'le', value: mostOf(index) },
      { field: 'path', op: 'startswith', value: '/srv/data/' },
    ],
  }),
  CEL: (index) => `args.amount <= ${mostOf(index)} && args.path.startsWith("/srv/data/")`,
};

/** The policy with a condition in each rule. */
export function withConditions(rules, form) {
  const policy = asPolicy(rules);
  return { ...policy, rules: policy.rules.map((rule, index) => ({ ...rule, when: FORMS[form](index) })) };
}

/** Every rule is about every tool, so that each condition is asked, and the last ones hold. */
function asksAll(form) {
  const rules = makeRules(100).map(({ id }, index) => ({
    id,
    effect: 'allow',
    when:
      index < 95
        ? { structured: { field: 'amount', op: 'gt', value: 1_000 + index }, CEL: `args.amount > ${1_000 + index}` }[
            form
          ]
        : FORMS[form](index),
  }));
  return { version: 1, name: 'bench', default: 'deny', rules };
}

/** Arguments as the engine reads them: half of them over some bounds, one of ten elsewhere. */
function withArguments(questions) {
  return questions.map((question, n) => ({
    ...question,
    args: new Map([
      ['amount', (n * 7) % 250],
      ['path', `/srv/${n % 10 === 0 ? 'other' : 'data'}/file-${n}.txt`],
      ['note', new Map([['text', 'something else']])],
    ]),
  }));
}

/** The floor: every rule in turn, and the conditions as anybody would write them in JavaScript. */
function naive(rules) {
  const all = rules.map(({ effect, role, name, beginning }, index) => ({
    effect,
    role,
    name,
    beginning,
    most: mostOf(index),
  }));
  return ({ tool, principal, args }) => {
    for (const { effect, role, name, beginning, most } of all) {
      if (!(name === undefined ? tool.startsWith(beginning) : tool === name) || !principal.roles.includes(role))
        continue;
      const [amount, path] = [args.get('amount'), args.get('path')];
      if (typeof amount === 'number' && amount <= most && typeof path === 'string' && path.startsWith('/srv/data/'))
        return { effect };
    }
    return { effect: 'deny' };
  };
}

async function ours(value) {
  const compiled = await compilePolicy({ value });
  assert(compiled.ok, JSON.stringify(compiled.problems));
  const policies = [compiled.policy];
  return (question) => decide(policies, question);
}

/** A table of decisions a second. */
export async function conditionTable({ quick, rounds }) {
  const rules = makeRules(100);
  const questions = withArguments(makeQuestions(rules, QUESTIONS));
  const asks = {
    'naive loop': naive(rules),
    structured: await ours(withConditions(rules, 'structured')),
    CEL: await ours(withConditions(rules, 'CEL')),
    'structured, every condition asked': await ours(asksAll('structured')),
    'CEL, every condition asked': await ours(asksAll('CEL')),
  };
  const answers = Object.values(asks).map((ask) => questions.map((question) => ask(question).effect));
  assert.deepEqual(answers[1], answers[0]);
  assert.deepEqual(answers[2], answers[0]);
  assert.deepEqual(answers[4], answers[3]);
  const contestants = Object.fromEntries(
    Object.entries(asks).map(([name, ask]) => {
      const calls = (quick ? 50_000 : 500_000) / (name.includes('every') ? 20 : 1);
      return [name, again(ask, questions, calls)];
    }),
  );
  const ns = await runRounds(contestants, { rounds });
  const rows = Object.keys(asks).map((name) => [
    name,
    whole(1e9 / median(ns[name])),
    whole(median(ns[name])),
    spread(paired(ns['naive loop'], ns[name])),
  ]);
  return table(['100 rules with conditions', 'decisions/s (aim: ≥ 300,000 with CEL)', 'ns each', '× naive loop'], rows);
}
