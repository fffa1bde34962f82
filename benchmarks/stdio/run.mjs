// `pnpm bench:stdio`: what a call costs, one after another and with 64 in flight, against floors and peers of the same run.
// `--calls <n>` watches memory over n calls instead; `--profile <kind>` tells where the gateway's time goes with that payload.
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { readProfile } from '../lib/profile.mjs';
import { start } from '../lib/start.mjs';
import { connect } from './client.mjs';
import { contestants, gateway } from './contestants.mjs';
import { inFlight, oneByOne } from './measure.mjs';
import { watchMemory } from './memory.mjs';
import { payloads } from './payloads.mjs';
import { report } from './report.mjs';
import { play } from './rounds.mjs';

const say = (text) => process.stderr.write(`${text}\n`);
const full = { rounds: 7, ms: 1500, warmUp: 4000, warmCalls: 8000, width: 64, syncs: 300 };
const quick = { rounds: 1, ms: 40, warmUp: 40, warmCalls: 50, width: 64, syncs: 5 };

/**
 * Profiles the gateway over calls that are made after it is warm; the start is in it too. It gets a core to itself: on a shared one the
 * profile counts as its own what others do while it waits for the core.
 */
async function profile({ profile: kind, quick: isQuick, core, folder, env }) {
  const payload = payloads[kind];
  if (payload === undefined) throw new Error(`no payload \`${kind}\`: ${Object.keys(payloads).join(' · ')}`);
  const node = ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=200'];
  const [command, args] = gateway('os', folder, { node }).command;
  const alone = core !== undefined && cpus().length > 1 ? ['taskset', '-c', core === '0' ? '1' : '0'] : [];
  const shared = alone.length > 0 ? ['taskset', '-c', core] : [];
  const server = args.indexOf('--') + 1;
  const [first, ...others] = [...alone, command, ...args.slice(0, server), ...shared, ...args.slice(server)];
  const client = await connect([first, others], { env });
  // As they are measured: small ones with others in flight, large ones one after another.
  const endless = Number.POSITIVE_INFINITY;
  if (kind === 'small') await inFlight(client, payload, full.width, endless, isQuick ? 500 : 200_000);
  else await oneByOne(client, payload, endless, isQuick ? 50 : 20_000);
  await client.close();
  return readProfile(folder);
}

const flags = {
  peers: { type: 'string', default: join(tmpdir(), 'ostiary-bench-peers') },
  calls: { type: 'string' },
  profile: { type: 'string' },
  rounds: { type: 'string' },
};

function bench(options) {
  if (options.calls !== undefined) return watchMemory(Number(options.calls), options, say);
  if (options.profile !== undefined) return profile(options);
  const effort = options.quick ? quick : { ...full, rounds: Number(options.rounds ?? full.rounds) };
  const all = contestants(options.folder, options.quick ? undefined : options.peers, say);
  return play(all, effort, options, say).then(report);
}

await start('bench:stdio', import.meta.url, flags, bench);
