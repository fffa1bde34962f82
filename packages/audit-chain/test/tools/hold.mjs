// Opens the log that it is told to, says how that went, and holds it until it is killed or its stdin closes.
// With a second argument it has a child that outlives it, as a gateway has a server.
import { spawn } from 'node:child_process';
import { openLog } from '@ostiary/audit-chain';

const start = { version: '0.1.0', plugins: [], policies: [], arguments: 'none' };
try {
  const log = await openLog({ path: process.argv[2], durability: 'os', start });
  const child = process.argv[3] && spawn(process.execPath, ['-e', 'setTimeout(() => {}, 20_000)'], { stdio: 'ignore' });
  process.stdout.write(`open ${child?.pid ?? ''}\n`);
  process.stdin.resume().on('end', async () => {
    await log.close();
    process.exit(0);
  });
} catch (error) {
  process.stdout.write(`${error.code}\n`);
}
