// Whether memory grows with the number of calls.
import { statSync } from 'node:fs';
import { whole } from '../lib/numbers.mjs';
import { residentMB } from '../lib/processes.mjs';
import { table } from '../lib/table.mjs';
import { connect } from './client.mjs';
import { gateway } from './contestants.mjs';
import { inFlight } from './measure.mjs';
import { payloads } from './payloads.mjs';

const EVERY = 50_000;

/** Makes so many calls, 64 in flight, and tells the memory every 50,000 calls. */
export async function watchMemory(calls, { folder, env }, say) {
  const contestant = gateway('os', folder);
  const client = await connect(contestant.command, { env });
  const seen = [];
  for (let made = 0; made < calls; ) {
    const part = Math.min(EVERY, calls - made);
    const { perSecond } = await inFlight(client, payloads.small, 64, Number.POSITIVE_INFINITY, part);
    made += part;
    seen.push(residentMB(client.pid));
    say(`${whole(made)} calls: ${seen.at(-1).toFixed(1)} MB, ${whole(perSecond)} calls/s`);
  }
  await client.close();
  const log = contestant.command[1][contestant.command[1].indexOf('--audit') + 1];
  const least = Math.min(calls, EVERY);
  return table(
    ['memory of the gateway, `os`', 'MB'],
    [
      [`after ${whole(least)} calls`, seen[0].toFixed(1)],
      ['largest after that', Math.max(...seen).toFixed(1)],
      [`after ${whole(calls)} calls`, seen.at(-1).toFixed(1)],
      ['growth (aim: ≤ 20)', (seen.at(-1) - seen[0]).toFixed(1)],
      ['the log', (statSync(log).size / 1e6).toFixed(1)],
    ],
  );
}
