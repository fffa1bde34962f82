import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { hasDriver } from '../fixtures/driver.js';
import { attack, callLine, Scene } from '../fixtures/scene.js';
import { told } from '../fixtures/told.js';

/** One budget of its own for each run. */
const runs = 200;
const races = `
version: 1
name: races
default: deny
rules:
  - { id: honest, effect: allow, tools: [echo] }
${Array.from(
  { length: runs },
  (_, run) =>
    `  - { id: run-${run}, effect: allow, tools: [refund_${run}], budget: { key: k${run}, add: args.amount, limit: 2000, per: agent } }`,
).join('\n')}
`;

attack('S33: a budget under parallel calls', { policy: races }, (scene) => {
  test(`S33: of 50 calls of 100 exactly 20 reach the server, ${runs} times`, { timeout: 60_000 }, async () => {
    for (let run = 0; run < runs; run += 1) {
      const ids = Array.from({ length: 50 }, (_, call) => `${run}/${call}`);
      const lines = ids.map((id) => callLine(id, `refund_${run}`, '{"amount":100}'));
      if (run % 2 === 0) scene.wire.write(lines.map((line) => `${line}\n`).join(''));
      else for (const line of lines) scene.wire.send(line);
      const answers = await Promise.all(ids.map((id) => told(scene, id)));
      const arrived = scene.arrived().toString().trimEnd().split('\n');
      scene.mark();
      expect(answers.filter(({ isError }) => !isError)).toHaveLength(20);
      expect(arrived).toHaveLength(20);
      expect(arrived.filter((line) => line.includes(`"name":"refund_${run}"`))).toHaveLength(20);
    }
  });

  test('S33: exactly what reached it is on record as reserved, and not a millionth more is left', async () => {
    const reserved = scene.records('intent').map((record) => record.reserved);
    expect(reserved.slice(1)).toEqual(
      Array.from({ length: runs * 20 }, (_, call) => [
        { policy: 'races', key: `k${Math.floor(call / 20)}`, amount: '100' },
      ]),
    ); // the first is the call of the handshake
    await scene.denied(callLine('more', 'refund_0', '{"amount":0.000001}'), 'more', null);
  });
});

const policy = `
version: 1
name: money
default: deny
rules:
  - { id: honest, effect: allow, tools: [echo] }
  - { id: pay, effect: allow, tools: [pay, say], budget: { key: money, add: args.amount, limit: 2000, per: agent } }
`;

const folder = mkdtempSync(join(tmpdir(), 'ostiary-state-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Sends so many payments of 100 at once and gives how many reached the server. */
async function pay(scene: Scene, count: number, args = '"amount":100', tool = 'pay'): Promise<number> {
  const ids = Array.from({ length: count }, (_, index) => `pay ${index}`);
  scene.wire.write(ids.map((id) => `${callLine(id, tool, `{${args}}`)}\n`).join(''));
  await Promise.all(ids.map((id) => scene.wire.answer(id)));
  const arrived = scene.arrived().toString().split('\n').length - 1;
  scene.mark();
  return arrived;
}

async function opened(state: string): Promise<Scene> {
  return new Scene().open({ policy, flags: ['--state', join(folder, state)] });
}

describe.runIf(hasDriver)('budgets in a file', () => {
  test('S34: a restart, a kill and a new session change nothing', async () => {
    const first = await opened('restart');
    expect(await pay(first, 8)).toBe(8);
    first.wire.child.kill('SIGKILL');
    await first.wire.ended;
    first.remove();
    const second = await opened('restart');
    expect(await pay(second, 50)).toBe(12);
    await second.finish();
    second.remove();
  });

  test('S34: a denied call costs nothing, a failed one what it asked for', async () => {
    const scene = await opened('failed');
    expect(await pay(scene, 1, '"amount":2001')).toBe(0);
    const failure =
      '"lines":["{\\"jsonrpc\\":\\"2.0\\",\\"id\\":$ID,\\"error\\":{\\"code\\":-1,\\"message\\":\\"no\\"}}"]';
    expect(await pay(scene, 1, `"amount":1500,${failure}`, 'say')).toBe(1);
    expect(await pay(scene, 50)).toBe(5);
    await scene.finish();
    scene.remove();
  });

  test('S33: two gateways at once let exactly 20 of 50 through', async () => {
    const scenes = await Promise.all([opened('both'), opened('both')]);
    const arrived = await Promise.all(scenes.map((scene) => pay(scene, 25)));
    expect(arrived.reduce((sum, count) => sum + count, 0)).toBe(20);
    for (const scene of scenes) {
      await scene.finish();
      scene.remove();
    }
  });
});

test('R31: a state that is none starts nothing and says so', async () => {
  writeFileSync(join(folder, 'text'), 'not a database, but a letter of some length\n'.repeat(100));
  const scene = new Scene();
  await scene.open({ policy, flags: ['--state', join(folder, 'text')], handshake: false });
  expect(await scene.wire.ended).toEqual({ code: 2, signal: null });
  expect(scene.wire.stderr()).toMatch(/what is spent cannot be kept: .+/);
  expect(scene.arrived()).toHaveLength(0);
  scene.remove();
});
