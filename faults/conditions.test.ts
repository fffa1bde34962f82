import { expect, test } from 'vitest';
import { compilePolicy, decide, type Value } from '../packages/core-engine/src/index.js';
import { costly, large } from '../packages/core-engine/test/cases/cel/costly.js';

const args: Value = new Map(Object.entries(large));
const question = {
  phase: 'call',
  method: 'tools/call',
  tool: 't',
  server: 's',
  environment: '',
  args,
  now: Date.UTC(2026, 0, 31),
} as const;
const principal = { id: 'agent:local', roles: [] };

/** Milliseconds of processor time; the least of a few, so that what else the machine does is left out. */
function cost(run: () => void): number {
  const tries = Array.from({ length: 7 }, () => {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return Math.min(...tries);
}

test.each(costly)('a decision over 10,000 items stops within 20 ms: %s', async (source) => {
  const text = `version: 1\ndefault: allow\nrules:\n  - { id: d, effect: deny, when: ${JSON.stringify(source)} }\n`;
  const compiled = await compilePolicy({ name: 'p', text });
  if (!compiled.ok) throw new Error(compiled.problems.map(({ message }) => message).join(', '));
  const ask = () => decide([compiled.policy], { ...question, principal });
  expect(ask()).toMatchObject({ effect: 'deny', unevaluated: true });
  const took = cost(ask);
  process.stdout.write(`${source}: ${took.toFixed(2)} ms\n`);
  expect(took).toBeLessThan(20);
});
