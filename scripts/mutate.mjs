// The mutation check: takes each refusal out of the product in turn and wants some test to fail each time. Works on copies.
// Run it as `pnpm run test:mutation`, with the name of a target to check that one alone.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { askingTarget } from './mutations/asking.mjs';
import { celTarget } from './mutations/cel/cel.mjs';
import { conditionTarget } from './mutations/condition.mjs';
import { costTarget } from './mutations/cost.mjs';
import { decideTarget } from './mutations/decide.mjs';
import { handleTarget } from './mutations/handle.mjs';
import { lintTarget } from './mutations/lint.mjs';
import { opinionsTarget } from './mutations/opinions.mjs';
import { policiesTarget } from './mutations/policies.mjs';
import { reader } from './mutations/reader.mjs';
import { relayTarget } from './mutations/relay.mjs';
import { openRunner } from './mutations/runner.mjs';
import { stateTarget } from './mutations/state.mjs';
import { storeTarget } from './mutations/store.mjs';
import { tallyTarget } from './mutations/tally.mjs';
import { tasksTarget } from './mutations/tasks.mjs';
import { usageTarget } from './mutations/usage.mjs';

/**
 * A target: name, package, tests, mutations [{file, why, find, replace, tests?}], slow where it is checked by name only, and, where such lines can be told, what must have a
 * mutation: complete {files, site}. A mutation with tests of its own has to be found by those.
 */
const targets = [
  reader,
  decideTarget,
  tallyTarget,
  policiesTarget,
  opinionsTarget,
  conditionTarget,
  celTarget,
  costTarget,
  lintTarget,
  usageTarget,
  stateTarget,
  handleTarget,
  askingTarget,
  tasksTarget,
  relayTarget,
  storeTarget,
];

const root = resolve(import.meta.dirname, '..');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
/** A mutation that makes a loop endless counts as found after this; a run takes a second or two. */
const TIMEOUT_MS = 60_000;
/** All tests of a target, on a machine that does something else too. */
const WHOLE_TIMEOUT_MS = 300_000;

/** A copy of the package, with what its tests need around it. */
function copyPackage(folder, path) {
  const copy = join(folder, path);
  mkdirSync(copy, { recursive: true });
  for (const name of ['src', 'test', 'package.json', 'vitest.config.ts']) {
    cpSync(join(root, path, name), join(copy, name), { recursive: true });
  }
  // Without its references: the packages that they lead to are not copied.
  const { references, ...config } = JSON.parse(readFileSync(join(root, path, 'tsconfig.json'), 'utf8'));
  writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify(config));
  for (const name of ['tsconfig.base.json', 'vitest.project.ts']) cpSync(join(root, name), join(folder, name));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  symlinkSync(join(root, path, 'node_modules'), join(copy, 'node_modules'));
  // For other processes that tests start: those use the package as it was built.
  symlinkSync(join(root, path, 'dist'), join(copy, 'dist'));
  // The verifier among the examples judges the logs of tests, and policies of the pages are linted.
  for (const name of ['examples', 'docs']) symlinkSync(join(root, name), join(folder, name));
  return copy;
}

/** What vitest wrote, taken away so that the next run cannot be judged by it. */
function readReport(path) {
  if (!existsSync(path)) return {};
  const report = JSON.parse(readFileSync(path, 'utf8'));
  rmSync(path);
  return report;
}

/** How many tests passed and failed, and what those that failed say; `undefined` where the run did not end in time. Throws where a file did not even load. */
function runTests(copy, tests, timeout = TIMEOUT_MS) {
  return new Promise((settle, reject) => {
    const flags = [
      'run',
      '--bail=1',
      '--reporter=json',
      '--outputFile=report.json',
      '--maxWorkers=1',
      '--no-isolate',
      ...tests,
    ];
    const child = spawn(process.execPath, [vitest, ...flags], {
      cwd: copy,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout,
      killSignal: 'SIGKILL',
    });
    const output = [];
    const errors = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => errors.push(chunk));
    child.on('error', reject);
    child.on('close', (_, signal) => {
      if (signal !== null) return settle(undefined);
      const report = readReport(join(copy, 'report.json'));
      const { numPassedTests: passed = 0, numFailedTests: failed = 0, testResults: files = [] } = report;
      // Its tests would be counted nowhere, as if all were well.
      const unloaded = files.find(
        ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
      );
      if (failed === 0 && unloaded) return reject(new Error(`${unloaded.name} does not load: ${unloaded.message}`));
      const messages = files.flatMap(({ name, assertionResults }) =>
        assertionResults
          .filter(({ status }) => status === 'failed')
          .map(({ fullName, failureMessages }) => [name, fullName, ...failureMessages].join('\n')),
      );
      if (passed + failed > 0) return settle({ passed, failed, messages });
      reject(new Error(`no test ran: ${Buffer.concat(errors).toString() || Buffer.concat(output)}`));
    });
  });
}

/** What a mutation came to: `found`, `found (time)`, or what is wrong with it. */
async function tryMutation(copy, runner, target, { file, find, replace, tests = target.tests }) {
  const path = join(copy, file);
  const source = readFileSync(path, 'utf8');
  const places = source.split(find).length - 1;
  if (places !== 1) return `its text occurs ${places} times`;
  if (source.replace(find, () => replace) === source) return 'changes nothing';
  try {
    writeFileSync(
      path,
      source.replace(find, () => replace),
    );
    runner.change(path);
    const result = await runner.run(tests, TIMEOUT_MS);
    if (result === undefined) return 'found (time)';
    return result.failed > 0 ? 'found' : 'SURVIVED';
  } catch (error) {
    return `does not run: ${error.message.slice(0, 300)}`;
  } finally {
    writeFileSync(path, source);
    runner.change(path);
  }
}

/** Lines that refuse something and that no mutation touches. */
function forgotten({ package: path, complete = { files: [] }, mutations }) {
  return complete.files.flatMap((file) => {
    const source = readFileSync(join(root, path, file), 'utf8');
    const ranges = mutations
      .filter((mutation) => mutation.file === file)
      .map(({ find }) => [source.indexOf(find), source.indexOf(find) + find.length]);
    let start = 0;
    return source.split('\n').flatMap((line, index) => {
      const at = start;
      start += line.length + 1;
      const isTouched = ranges.some(([from, to]) => from < at + line.length && to > at);
      return complete.site.test(line) && !isTouched ? [`${file}:${index + 1}: ${line.trim()}`] : [];
    });
  });
}

async function check(target, folder) {
  const began = performance.now();
  const copies = Array.from({ length: Math.min(2, availableParallelism()) }, (_, n) =>
    copyPackage(join(folder, `${n}`), target.package),
  );
  const whole = await runTests(copies[0], target.tests, WHOLE_TIMEOUT_MS);
  if (whole === undefined) throw new Error('the tests do not end before anything is changed');
  if (whole.failed > 0) throw new Error(`the tests fail before anything is changed: ${whole.messages.join('\n\n')}`);
  const waiting = [...target.mutations.entries()];
  const results = [];
  const work = async (copy) => {
    const runner = openRunner(copy);
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [index, mutation] = next;
        results[index] = await tryMutation(copy, runner, target, mutation);
      }
      // A mutation that the process had not let go would have failed the tests of every later one.
      const after = await runner.run(target.tests, WHOLE_TIMEOUT_MS);
      if (after === undefined || after.failed > 0) throw new Error('the tests fail after everything is changed back');
    } finally {
      runner.stop();
    }
  };
  await Promise.all(copies.map(work));
  for (const [index, { file, why }] of target.mutations.entries()) {
    console.log(`${results[index].padEnd(12)}  ${file.padEnd(22)}  ${why}`);
  }
  const missing = forgotten(target);
  for (const line of missing) console.log(`no mutation   ${line}`);
  const found = results.filter((result) => result.startsWith('found')).length;
  const checked = target.complete ? `, ${missing.length} refusals without a mutation` : '';
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(`${target.name}: ${found} of ${results.length} found${checked}, in ${seconds} s`);
  return found === results.length && missing.length === 0;
}

const [only] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'ostiary-mutate-'));
try {
  const chosen = targets.filter(({ name, slow }) => (only === undefined ? slow !== true : name === only));
  if (chosen.length === 0)
    throw new Error(`no target is called \`${only}\`: ${targets.map(({ name }) => name).join(', ')}`);
  for (const { name } of only === undefined ? targets.filter(({ slow }) => slow) : [])
    console.log(`not checked here, because it takes long: pnpm run test:mutation "${name}"`);
  for (const target of chosen) {
    if (!(await check(target, mkdtempSync(join(folder, 'target-'))))) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
