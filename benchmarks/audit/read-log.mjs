// Reads a whole log in one of two ways and says in JSON how long that took: `node read-log.mjs verify|sha256 <file>`.
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { argv } from 'node:process';
import { verifyLog } from '@ostiary/audit-chain';

const [, , way, path] = argv;

async function verify() {
  const verdict = await verifyLog(path);
  if (verdict.status !== 'ok') throw new Error(JSON.stringify(verdict));
  return verdict.records;
}

function sha256() {
  const fd = openSync(path, 'r');
  const hash = createHash('sha256');
  const block = Buffer.allocUnsafe(256 * 1024);
  for (let taken = readSync(fd, block); taken > 0; taken = readSync(fd, block)) hash.update(block.subarray(0, taken));
  closeSync(fd);
  return hash.digest('hex').length;
}

const began = performance.now();
const records = way === 'verify' ? await verify() : sha256();
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage();
process.stdout.write(JSON.stringify({ seconds, cpu: (user + system) / 1e6, records }));
