// Records calls until ten in a row were refused, and says of each how it went. Still alive then, it closes the log.
import { openLog } from '@ostiary/audit-chain';

const start = { version: '0.1.0', plugins: [], policies: [], arguments: 'none' };
const log = await openLog({ path: process.argv[2], durability: process.argv[3], start });
const who = { session: 's', agent: 'a', server: 'x', method: 'tools/call', tool: 't', decision: { effect: 'allow' } };
const said = [];
for (let call = 0; said.slice(-10).filter((word) => word !== 'recorded').length < 10; call += 1) {
  const entry = { kind: 'intent', call: call.toString(16).padStart(32, '0'), ...who };
  said.push(
    await log.record(entry).then(
      () => 'recorded',
      (error) => `${error.code} ${error.cause?.code}`,
    ),
  );
}
const closed = await log.close().then(
  () => 'closed',
  (error) => error.code,
);
console.log(JSON.stringify([...said, closed]));
