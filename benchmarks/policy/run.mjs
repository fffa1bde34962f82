// Decisions a second against a loop over the rules and against other engines. Figures are CPU time on one core.
import assert from 'node:assert/strict';
import { compilePolicy, decide } from '@ostiary/core-engine';
import { median, spread, whole } from '../lib/numbers.mjs';
import { cpuPerCall, paired, runRounds } from '../lib/rounds.mjs';
import { start } from '../lib/start.mjs';
import { table } from '../lib/table.mjs';
import { again } from './again.mjs';
import { compileTable } from './compile.mjs';
import { conditionTable } from './conditions.mjs';
import { checking, guessing, naive } from './naive.mjs';
import { casbin, cedarWasm, jsonRulesEngine } from './peers.mjs';
import { asPolicy, makeQuestions, makeRules, unseenQuestions } from './rules.mjs';

const NAMES = 500;
const LONGEST_NAME = 4_096;
const NO_DESTRUCTION = { id: 'no-destruction', effect: 'deny', categories: ['destructive'] };
const isAllowed = ({ effect }) => effect === 'allow';

async function compile(rules, guards) {
  const compiled = await compilePolicy({ text: JSON.stringify(asPolicy(rules, guards)) });
  assert(compiled.ok, JSON.stringify(compiled.problems));
  return compiled.policy;
}

async function ours(rules, guards) {
  const policies = [await compile(rules, guards)];
  return (question) => decide(policies, question);
}

/** Every engine's answers to the same questions. */
async function checkAnswers(engines, questions) {
  const asked = questions.map(engines.naive).map(isAllowed);
  assert(asked.includes(true) && asked.includes(false));
  assert.deepEqual(questions.map(engines.ours).map(isAllowed), asked, 'ours');
  for (const peer of ['casbin', 'cedar', 'json']) {
    const answers = [];
    for (const question of questions) answers.push(await engines[peer](question));
    assert.deepEqual(answers, asked, peer);
  }
}

/** Decisions about names that nobody named before. */
function once(ask, source, calls) {
  return () => {
    const questions = Array.from({ length: calls }, () => source.next().value);
    return cpuPerCall(calls, () => {
      let denied = 0;
      for (const question of questions) if (ask(question).effect === 'deny') denied += 1;
      assert(denied > 0);
    });
  };
}

/** The same for what answers true or false, some of them later. */
function peer(ask, questions) {
  return () =>
    cpuPerCall(questions.length, async () => {
      let denied = 0;
      for (const question of questions) {
        const answer = ask(question);
        if (!(answer instanceof Promise ? await answer : answer)) denied += 1;
      }
      assert(denied > 0);
    });
}

async function bench({ quick, rounds: wanted }) {
  const rounds = quick ? 3 : Number(wanted);
  const [few, rules, many] = [10, 100, 1_000].map(makeRules);
  const questions = makeQuestions(rules, NAMES);
  const engines = {
    ours: await ours(rules),
    naive: naive(rules),
    casbin: await casbin(rules),
    cedar: cedarWasm(rules),
    json: jsonRulesEngine(rules),
  };
  const guarded = await ours(rules, [NO_DESTRUCTION]);
  const unseen = unseenQuestions(rules);
  await checkAnswers(engines, [...questions, ...Array.from({ length: 200 }, () => unseen.next().value)]);

  const [calls, news, long] = quick ? [50_000, 5_000, 500] : [500_000, 50_000, 2_000];
  const contestants = {
    ours: again(engines.ours, questions, calls),
    naive: again(engines.naive, questions, calls),
    oursNew: once(engines.ours, unseen, news),
    naiveNew: once(engines.naive, unseen, news),
    oursLong: once(engines.ours, unseenQuestions(rules, LONGEST_NAME), long),
    checkingLong: once(checking(rules), unseenQuestions(rules, LONGEST_NAME), long),
    guesses: again(guarded, questions, calls),
    guessing: again(guessing(rules), questions, calls),
    guessesNew: once(guarded, unseen, news),
    guessingNew: once(guessing(rules), unseen, news),
    casbin: peer(engines.casbin, questions),
    cedar: peer(engines.cedar, questions),
    json: peer(engines.json, questions.slice(0, 50)),
  };
  for (const [name, some] of Object.entries({ few, many })) {
    const ask = await ours(some);
    contestants[name] = again(ask, makeQuestions(some, NAMES), calls);
    contestants[`${name}New`] = once(ask, unseenQuestions(some), news);
    contestants[`${name}NaiveNew`] = once(naive(some), unseenQuestions(some), news);
  }
  const ns = await runRounds(contestants, { rounds });
  const conditions = await conditionTable({ quick, rounds });
  return `${report(ns)}\n\n${conditions}\n\n${await compileTable({ quick, rounds })}`;
}

function report(ns) {
  const rate = (name) => whole(1e9 / median(ns[name]));
  const row = (what, name, floor) => [
    what,
    rate(name),
    whole(median(ns[name])),
    floor === undefined ? '' : spread(paired(ns[floor], ns[name])),
    floor === undefined ? spread(paired(ns[name], ns.ours), 0) : '',
  ];
  const speeds = table(
    ['100 rules', 'decisions/s', 'ns each', '× naive loop', 'ours is × faster'],
    [
      row('Ostiary', 'ours', 'naive'),
      row('naive loop', 'naive', 'naive'),
      row('Ostiary, names never seen', 'oursNew', 'naiveNew'),
      row('naive loop, names never seen', 'naiveNew', 'naiveNew'),
      row('Ostiary, a guard by guessed category', 'guesses', 'guessing'),
      row('naive loop that guesses', 'guessing', 'guessing'),
      row('Ostiary, the guard and names never seen', 'guessesNew', 'guessingNew'),
      row('naive loop that guesses, names never seen', 'guessingNew', 'guessingNew'),
      row('Ostiary, names of 4 KiB never seen', 'oursLong', 'checkingLong'),
      row('naive loop that checks them, names of 4 KiB', 'checkingLong', 'checkingLong'),
      row('casbin', 'casbin'),
      row('cedar-wasm', 'cedar'),
      row('json-rules-engine', 'json'),
    ],
  );
  const sizes = table(
    ['rules', 'ns each', 'ns, names never seen', '× naive loop'],
    [
      ['10', 'few'],
      ['1,000', 'many'],
    ].map(([size, name]) => [
      size,
      whole(median(ns[name])),
      whole(median(ns[`${name}New`])),
      spread(paired(ns[`${name}NaiveNew`], ns[`${name}New`])),
    ]),
  );
  const growth = `1,000 rules take ${spread(paired(ns.many, ns.few))} × the time of 10, with names never seen ${spread(paired(ns.manyNew, ns.fewNew))} ×.`;
  return `${speeds}\n\n${sizes}\n\n${growth}`;
}

await start('bench:policy', import.meta.url, { rounds: { type: 'string', default: '15' } }, bench);
