import { join } from 'node:path';
import { createMemoryUsage, type Usage } from '@ostiary/core-engine';
import fc from 'fast-check';
import { test } from 'vitest';
import { openSqliteUsage } from '../src/index.js';
import { check, type Step, World } from './tools/model.js';
import { temporaryFolder } from './tools/stores.js';

const folder = temporaryFolder();
const scale = Number(process.env['OSTIARY_FUZZ'] ?? 1);

const store = fc.integer({ min: 0, max: 1 });
const which = fc.nat({ max: 30 });

/** Amounts are small against the limits of the model, so that every run meets them. */
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('read'), store, rule: fc.nat({ max: 2 }), amount: fc.bigInt(0n, 60n) }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('reserve'), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('forward'), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('cancel', 'cancel twice'), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass'), ms: fc.integer({ min: 1, max: 700 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash'), store }) },
) as fc.Arbitrary<Step>;

let runs = 0;
let file = '';
/** A store's time never goes back, so a run on a file begins where the one before has ended. */
let now = 1000;

/** A new file from time to time: each run has a policy of its own. */
function nextFile(): string {
  if (runs % 50 === 0) file = join(folder, `model-${runs}.db`);
  runs += 1;
  return file;
}

async function play(steps: readonly Step[], reopen: () => Promise<Usage>): Promise<void> {
  const world = new World(`run-${runs}`, [await reopen(), await reopen()], reopen, now);
  try {
    for (const one of steps) {
      await world.take(one);
      await check(world);
    }
  } finally {
    now = world.now;
    world.close();
  }
}

const settings = (numRuns: number): fc.Parameters<[Step[]]> => ({
  numRuns: numRuns * scale,
  ...(scale === 1 && { seed: 5 }),
});

test('5,000 interleavings over two stores on one SQLite file overspend nothing and leak nothing', async () => {
  const sequence = fc.array(step, { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(sequence, (steps) => {
      const path = nextFile();
      return play(steps, () => openSqliteUsage({ path, durability: 'os' }));
    }),
    settings(5000),
  );
}, 120_000);

test('5,000 interleavings in memory', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), (steps) => {
      const usage = createMemoryUsage(); // a crash ends the process, and with it the store: here it only forgets the holds
      runs += 1;
      return play(steps, async () => usage);
    }),
    settings(5000),
  );
}, 120_000);
