// Keeps 50 calls in flight for ever and says on stdout, at once, what it was told is on record.
import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { openLog } from '@ostiary/audit-chain';

const start = { version: '0.1.0', plugins: [], policies: [], arguments: 'none' };
const log = await openLog({ path: process.argv[2], durability: process.argv[3], start });
const decision = { effect: 'allow' };

async function callForEver() {
  for (;;) {
    const call = randomBytes(16).toString('hex');
    await log.record({
      kind: 'intent',
      call,
      session: 's',
      agent: 'a',
      server: 'x',
      method: 'tools/call',
      tool: 't',
      decision,
    });
    writeSync(1, `intent ${call}\n`);
    await log.note({ kind: 'outcome', call, result: { status: 'ok' } });
    writeSync(1, `outcome ${call}\n`);
  }
}

for (let flight = 0; flight < 50; flight += 1) callForEver();
