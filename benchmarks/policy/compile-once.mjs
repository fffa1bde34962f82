// Compiles the policy on standard input, prints nanoseconds of processor time and of the clock: the first one of a process, with nothing warm.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { compilePolicy } from '@ostiary/core-engine';
import { cpuPerCall } from '../lib/rounds.mjs';

const text = readFileSync(0);
let took = 0;
const cpu = await cpuPerCall(1, async () => {
  const began = performance.now();
  assert((await compilePolicy({ text })).ok);
  took = (performance.now() - began) * 1e6;
});
process.stdout.write(JSON.stringify({ cpu, took }));
