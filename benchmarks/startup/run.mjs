// `pnpm bench:startup`: from spawning a process to its first answer, which is the one to `initialize`.
// `--profile` tells where the gateway's time goes until then.
import { spread } from '../lib/numbers.mjs';
import { cpuOf } from '../lib/processes.mjs';
import { readProfile } from '../lib/profile.mjs';
import { runRounds } from '../lib/rounds.mjs';
import { start } from '../lib/start.mjs';
import { table } from '../lib/table.mjs';
import { connect } from '../stdio/client.mjs';
import { direct, gateway, pipe } from '../stdio/contestants.mjs';
import { engineTable } from './engine.mjs';

/** Milliseconds from `spawn` to the answer, and how many of processor time the processes that then run have taken. */
async function startOnce({ command }, env) {
  const began = performance.now();
  const client = await connect(command, { env });
  const took = performance.now() - began;
  const cpu = cpuOf(client.pid) / 1000;
  await client.close();
  return { took, cpu };
}

async function bench({ quick, rounds, profile, folder, env }) {
  if (profile) {
    const node = ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=200'];
    await startOnce(gateway('sync', folder, { node }), env);
    return readProfile(folder);
  }
  // A new log each time, as on a first start; what a long log costs is the audit log's matter.
  const ways = {
    [direct.name]: () => startOnce(direct, env),
    [pipe.name]: () => startOnce(pipe, env),
    'ostiary, 100 rules': () => startOnce(gateway('sync', folder), env),
    'ostiary, pack:baseline': () => startOnce(gateway('sync', folder, { policy: 'pack:baseline' }), env),
  };
  // The first round brings the files into memory.
  const times = await runRounds(ways, { rounds: quick ? 1 : Number(rounds), warmUp: 1 });
  const rows = Object.entries(times).map(([name, runs]) => {
    const more = (pick) =>
      spread(
        runs.map((run, round) => pick(run) - pick(times[pipe.name][round])),
        0,
      );
    const [took, cpu] = [(run) => run.took, (run) => run.cpu];
    return [name, spread(runs.map(took), 0), more(took), spread(runs.map(cpu), 0), more(cpu)];
  });
  const starts = table(
    ['start to first answer', 'ms', 'more than the pipe (aim: ≤ 120)', 'CPU, ms', 'more than the pipe'],
    rows,
  );
  return `${starts}\n\n${await engineTable({ rounds: quick ? 1 : Number(rounds) })}`;
}

const flags = {
  rounds: { type: 'string', default: '25' },
  profile: { type: 'boolean', default: false },
};

await start('bench:startup', import.meta.url, flags, bench);
