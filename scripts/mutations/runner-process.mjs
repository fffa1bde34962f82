/** Started by runner.mjs with the folder of a package: takes `{changed, tests}`, answers `{passed, failed}` or `{error}`. */
import { createVitest } from 'vitest/node';

const [folder] = process.argv.slice(2);
// As the runner's own command does.
Object.assign(process.env, { TEST: 'true', VITEST: 'true', NODE_ENV: 'test' });

/** What the tests of this one run came to, as they end. */
let counted;
const count = {
  onTestCaseResult(test) {
    const { state } = test.result();
    if (state in counted) counted[state] += 1;
  },
  onTestModuleEnd(module) {
    const [error] = module.errors();
    // Its tests would be counted nowhere, as if all were well.
    if (error !== undefined) counted.unloaded ??= `${module.relativeModuleId} does not load: ${error.message}`;
  },
};

/** Names of the test files of this one run, those first that find most. */
let ranks = [];
const rank = ({ moduleId }) => ranks.findIndex((name) => moduleId.endsWith(name));

/** Files in the order that they were given in. */
class Sequencer {
  shard(files) {
    return files;
  }
  sort(files) {
    return files.toSorted((a, b) => rank(a) - rank(b));
  }
}
const vitest = await createVitest(
  'test',
  {
    root: folder,
    watch: false,
    bail: 1,
    maxWorkers: 1,
    isolate: false,
    reporters: [count],
    sequence: { sequencer: Sequencer },
  },
  { server: { watch: null } },
);

async function run({ changed, tests }) {
  for (const path of changed) vitest.invalidateFile(path);
  ranks = tests;
  counted = { passed: 0, failed: 0, unloaded: undefined };
  const { unhandledErrors } = await vitest.runTestSpecifications(await vitest.globTestSpecifications(tests));
  const { passed, failed, unloaded } = counted;
  if (failed === 0 && unloaded !== undefined) return { error: unloaded };
  if (passed + failed > 0) return { passed, failed };
  return { error: `no test ran: ${unhandledErrors.map(({ message }) => message).join(', ')}` };
}

process.on('message', async (asked) => {
  process.send(await run(asked).catch((error) => ({ error: String(error.stack) })));
});
// Whoever asked is gone: with every test that never ends.
process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
