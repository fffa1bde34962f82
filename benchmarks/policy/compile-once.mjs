// Compiles the policy on standard input, prints nanoseconds of processor time: the first one of a process, with nothing warm.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { compilePolicy } from '@ostiary/core-engine';
import { cpuPerCall } from '../lib/rounds.mjs';

const text = readFileSync(0);
const cpu = await cpuPerCall(1, async () => assert((await compilePolicy({ text })).ok));
process.stdout.write(String(cpu));
