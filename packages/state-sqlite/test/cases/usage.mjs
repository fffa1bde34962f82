import { openSqliteUsage } from '@ostiary/state-sqlite';

const usage = await openSqliteUsage({ path: 'usage.db' });
const key = { policy: 'support', key: 'refunds', scope: 'agent:local' };
const limit = 2_000_000_000n; // millionths: 2,000

const snapshot = await usage.read([key], Date.now());
if (snapshot.spent(key) + 450_000_000n <= limit) {
  const hold = await usage.reserve(snapshot, [{ key, amount: 450_000_000n }], Date.now());
  console.log(hold === undefined ? 'somebody was faster: read and decide again' : 'spent, whatever comes of the call');
  if (hold) await usage.release(hold); // only where not one byte went upstream
}
usage.close();
