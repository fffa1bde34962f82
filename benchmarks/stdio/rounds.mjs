// Warms every contestant up, then measures all of them in turns, so that what slows the machine down slows all of them.
import { bareFdatasync } from '../lib/fdatasync.mjs';
import { median } from '../lib/numbers.mjs';
import { connect } from './client.mjs';
import { inFlight, oneByOne } from './measure.mjs';
import { payloads } from './payloads.mjs';

const big = Object.keys(payloads).filter((kind) => kind !== 'small');

/** Which of the large messages come back, and what became of the others. Tried apart from the rounds: a peer may not survive it. */
async function tryLarge({ command }, options) {
  const passed = [];
  const lost = [];
  let client = await connect(command, options);
  for (const kind of big) {
    try {
      await oneByOne(client, payloads[kind], 0);
      passed.push(kind);
    } catch (error) {
      lost.push(`${kind}: ${error.message}`);
      await client.close();
      client = await connect(command, options);
    }
  }
  await client.close();
  return { passed, lost };
}

async function prepare(contestant, effort, env) {
  const options = { env, cwd: contestant.cwd };
  const { passed, lost } = await tryLarge(contestant, options);
  const client = await connect(contestant.command, options);
  // The compiler has settled after some thousand calls; slow peers get the time that the others need.
  await inFlight(client, payloads.small, effort.width, effort.warmUp, effort.warmCalls);
  await oneByOne(client, payloads.small, effort.warmUp, effort.warmCalls);
  for (const kind of passed) await oneByOne(client, payloads[kind], effort.warmUp / 2, effort.warmCalls / 10);
  return { ...contestant, client, passed, lost };
}

async function measure({ client, passed }, effort) {
  const round = { small: median(await oneByOne(client, payloads.small, effort.ms)) };
  Object.assign(round, await inFlight(client, payloads.small, effort.width, effort.ms));
  for (const kind of passed) round[kind] = median(await oneByOne(client, payloads[kind], effort.ms / 2));
  return round;
}

/**
 * Every contestant with its rounds: medians in microseconds by kind of message, `perSecond` and `cpu` in flight; and the medians of bare
 * fdatasyncs, one a round.
 */
export async function play(contestants, effort, { folder, env }, say) {
  const players = [];
  for (const contestant of contestants) {
    say(`warming up: ${contestant.name}`);
    try {
      players.push({ ...(await prepare(contestant, effort, env)), rounds: [] });
    } catch (error) {
      say(`${contestant.name} is left out: ${error.message}`);
    }
  }
  const disk = [];
  for (let round = 0; round < effort.rounds; round += 1) {
    say(`round ${round + 1} of ${effort.rounds}`);
    disk.push(median(bareFdatasync(folder, effort.syncs)));
    const first = round % players.length;
    for (const player of [...players.slice(first), ...players.slice(0, first)])
      player.rounds.push(await measure(player, effort));
  }
  for (const { client } of players) await client.close();
  return { players, disk };
}
