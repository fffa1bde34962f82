// `pnpm bench:startup`: from spawning a process to its first answer, which is the one to `initialize`.
// `--profile` tells where the gateway's time goes until then.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { execPath } from 'node:process';
import { spread } from '../lib/numbers.mjs';
import { readProfile } from '../lib/profile.mjs';
import { runRounds } from '../lib/rounds.mjs';
import { start } from '../lib/start.mjs';
import { table } from '../lib/table.mjs';
import { connect } from '../stdio/client.mjs';
import { direct, gateway, pipe } from '../stdio/contestants.mjs';

/** Milliseconds from `spawn` to the answer. */
async function startOnce({ command }, env) {
  const began = performance.now();
  const client = await connect(command, { env });
  const took = performance.now() - began;
  await client.close();
  return took;
}

/** Milliseconds from `spawn` to the end of a Node that has nothing to do. */
async function runEmpty(env) {
  const began = performance.now();
  await once(spawn(execPath, ['-e', '0'], { env, stdio: 'ignore' }), 'exit');
  return performance.now() - began;
}

async function bench({ quick, rounds, profile, folder, env }) {
  if (profile) {
    const node = ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=200'];
    await startOnce(gateway('sync', folder, { node }), env);
    return readProfile(folder);
  }
  // A new log each time, as on a first start; what a long log costs is the audit log's matter.
  const ways = {
    'Node with nothing to do': () => runEmpty(env),
    [direct.name]: () => startOnce(direct, env),
    [pipe.name]: () => startOnce(pipe, env),
    'ostiary, 100 rules': () => startOnce(gateway('sync', folder), env),
    'ostiary, pack:baseline': () => startOnce(gateway('sync', folder, { policy: 'pack:baseline' }), env),
  };
  // The first round brings the files into memory.
  const times = await runRounds(ways, { rounds: quick ? 1 : Number(rounds), warmUp: 1 });
  const more = (name) => times[name].map((time, round) => time - times[pipe.name][round]);
  const rows = Object.keys(ways).map((name) => [name, spread(times[name], 0), spread(more(name), 0)]);
  return table(['start to first answer', 'ms', 'ms more than the pipe (aim: ≤ 120)'], rows);
}

const flags = {
  rounds: { type: 'string', default: '25' },
  profile: { type: 'boolean', default: false },
};

await start('bench:startup', import.meta.url, flags, bench);
