// One gateway process of a test. It opens the file that it is told to and does what the lines on its stdin say, one answer a line:
// `spend SCOPE COUNT` tries that many reservations of 100 against 2,000 at once and says how many hold;
// `fill SCOPE` reserves one unit after the other, says each sum once it holds, and never ends; `close` ends it.
import { createInterface } from 'node:readline';
import { reserveFor } from '@ostiary/core-engine';
import { openSqliteUsage } from '@ostiary/state-sqlite';

const say = (text) => process.stdout.write(`${text}\n`);
const usage = await openSqliteUsage({ path: process.argv[2], durability: process.argv[3] ?? 'os', patience: 20_000 });
say('open');

const keyOf = (scope) => ({ policy: 'p', key: 'k', scope });

async function spend(scope, count) {
  const key = keyOf(scope);
  const decide = (view) => ({ reservations: view.spent(key) + 100n <= 2000n ? [{ key, amount: 100n }] : [] });
  const all = await Promise.all(Array.from({ length: count }, () => reserveFor(usage, [key], 1, decide)));
  return all.filter((one) => one?.hold).length;
}

async function fill(scope) {
  const key = keyOf(scope);
  const decide = (view) => ({ reservations: [{ key, amount: 1n }], sum: view.spent(key) + 1n });
  for (;;) {
    const { decided } = await reserveFor(usage, [key], 1, decide);
    process.stdout.write(`${decided.sum}\n`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const [what, scope, count] = line.split(' ');
  if (what === 'spend') say(await spend(scope, Number(count)));
  else if (what === 'fill') await fill(scope);
  else break;
}
usage.close();
process.stdin.destroy();
