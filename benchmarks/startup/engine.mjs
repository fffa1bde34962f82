// What importing the engine alone costs a program: a new process that imports it against one that does not.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { spread } from '../lib/numbers.mjs';
import { runRounds } from '../lib/rounds.mjs';
import { table } from '../lib/table.mjs';

const program = fileURLToPath(new URL('import-engine.mjs', import.meta.url));

function runOnce(args) {
  const began = performance.now();
  const { stdout, status } = spawnSync(execPath, [program, ...args], { encoding: 'utf8' });
  const took = performance.now() - began;
  assert.equal(status, 0);
  return { took, cpu: Number(stdout) };
}

export async function engineTable({ rounds }) {
  const ways = { 'bare Node': () => runOnce(['nothing']), 'importing the engine': () => runOnce([]) };
  const times = await runRounds(ways, { rounds, warmUp: 1 });
  const rows = Object.entries(times).map(([name, runs]) => {
    const more = (pick) =>
      spread(
        runs.map((run, round) => pick(run) - pick(times['bare Node'][round])),
        0,
      );
    const [took, cpu] = [(run) => run.took, (run) => run.cpu];
    return [name, spread(runs.map(took), 0), more(took), spread(runs.map(cpu), 0), more(cpu)];
  });
  return table(['a process from start to end', 'ms', 'more than bare Node (aim: ≤ 40)', 'CPU, ms', 'more'], rows);
}
