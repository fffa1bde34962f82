import { compilePolicy, type Policy } from '@ostiary/core-engine';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { scenarios } from './cases/scenarios.js';
import { policyText } from './model/messages.js';
import { type Scenario, scenario } from './model/scenario.js';
import { checkAnswers, checkRecord, checkTold } from './model/verdict.js';
import { openWorld, type World } from './model/world.js';
import { runs } from './runs.js';

let policy: Policy;
const unhandled: unknown[] = [];
const keepUnhandled = (cause: unknown) => void unhandled.push(cause);

beforeAll(async () => {
  const compiled = await compilePolicy({ name: 'test', text: policyText });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  policy = compiled.policy;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  process.on('unhandledRejection', keepUnhandled);
});

afterAll(() => {
  process.off('unhandledRejection', keepUnhandled);
  vi.useRealTimers();
});

/** Everything that is still open comes to its end, in one of the ways that there are. */
async function finish(world: World, how: Scenario['finish']): Promise<void> {
  const { witness, links } = world;
  await world.calm();
  if (how === 'answers') for (let round = 0; round < 3; round++) await world.answerAll();
  if (how === 'timeouts') await world.advance(5_000);
  if (how === 'death') links.server.say({ rest: 0 });
  await world.calm();
  expect(witness.faults).toEqual([]);
  const whole = ![links.agent, links.server].some(({ ended, broken }) => ended || broken);
  if (how !== 'answers' || !whole) return;
  checkAnswers(witness, 'agent');
  checkAnswers(witness, 'server');
}

/** Nothing holds back what is said now: no place in either order was left open. */
async function probe(world: World): Promise<void> {
  for (const who of ['agent', 'server'] as const) {
    await world.take({ do: 'tell', who, what: 0 });
    await world.calm();
  }
}

async function live(plan: Scenario): Promise<void> {
  const world = openWorld(plan, policy);
  try {
    for (const step of plan.steps) await world.take(step);
    await finish(world, plan.finish);
    if (!plan.steps.some((step) => step.do === 'stop')) await probe(world);
    const ending = await world.stop();
    const { witness, links } = world;
    expect(witness.faults).toEqual([]);
    const last = witness.ledger.written.at(-1)?.entry.kind;
    if (ending === 'stopped') expect(last, 'nothing is recorded behind the stop').toBe('stop');
    checkRecord(witness);
    checkAnswers(witness, 'agent');
    checkAnswers(witness, 'server');
    checkTold(witness);
    // Whoever was paused when the other one broke stays so: there is nobody to relay to.
    if (links.agent.broken || links.server.broken) return;
    expect([links.agent.paused, links.server.paused], 'nobody is left waiting').toEqual([false, false]);
  } finally {
    vi.clearAllTimers();
    expect(unhandled.splice(0)).toEqual([]);
  }
}

it.each(scenarios)('%s', (_, plan) => live(plan));

it('each request has one answer or was cancelled, nothing crosses, nothing denied arrives (R10, R14, R40, S12, S78)', async () => {
  await fc.assert(fc.asyncProperty(scenario, live), runs(1_000));
});
