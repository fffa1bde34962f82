import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { hasDriver } from '../fixtures/driver.js';
import { fixture, gateway } from '../fixtures/gateway.js';
import { callLine, initialize, initialized } from '../fixtures/scene.js';
import { openWire, type Wire } from '../fixtures/wire.js';

const folder = mkdtempSync(join(tmpdir(), 'ostiary-spent-'));
afterAll(() => rmSync(folder, { recursive: true }));

const budget = `version: 1
name: three
default: deny
rules: [{ id: three, effect: allow, budget: { key: calls, limit: 3, per: agent } }]
`;
const seeing = (rule: string) => `version: 1\nname: seeing\ndefault: deny\nrules: [{ id: a, effect: deny, ${rule} }]\n`;

let runs = 0;
function start(policy: string, ...flags: string[]): Wire {
  const file = join(folder, 'policy.yaml');
  writeFileSync(file, policy);
  const server = fixture('tap.mjs', join(folder, 'arrived'));
  return openWire(gateway(server, { policy: file, audit: join(folder, `${++runs}.jsonl`), flags }));
}

/** How many of five calls go on. */
async function spend(wire: Wire): Promise<number> {
  wire.send(initialize);
  await wire.answer('hello');
  wire.send(initialized);
  let went = 0;
  for (let n = 1; n <= 5; n++) {
    wire.send(callLine(n, 'echo'));
    if ((await wire.answer(n)).message.result?.isError !== true) went += 1;
  }
  return went;
}

test('without --state every start begins anew, and stderr says so', async () => {
  for (const _ of [1, 2]) {
    const wire = start(budget);
    expect(await spend(wire)).toBe(3);
    await wire.close();
    expect(wire.stderr()).toContain('begin anew with each start');
  }
});

test.runIf(hasDriver)('R31: with --state what is spent survives a restart and kill -9', async () => {
  const state = join(folder, 'spent.db');
  const first = start(budget, '--state', state);
  expect(await spend(first)).toBe(3);
  first.child.kill('SIGKILL');
  await first.ended;
  expect(statSync(state).mode & 0o777).toBe(0o600);
  const second = start(budget, '--state', state);
  expect(await spend(second)).toBe(0);
  await second.close();
});

test('R31: a file that is something else: nothing starts, and it is not touched', async () => {
  const state = join(folder, 'notes.txt');
  writeFileSync(state, 'mine');
  const wire = start(budget, '--state', state);
  expect(await wire.close()).toEqual({ code: 2, signal: null });
  expect(wire.stderr()).toContain('what is spent cannot be kept');
  expect(wire.stderr()).not.toMatch(/\n\s+at /);
  expect(statSync(state).size).toBe(4);
});

test.each(['findings: ["secret.*"]', 'when: score > 5.0'])(
  'a policy that looks at findings does not start, because nobody would find any: %s',
  async (rule) => {
    const wire = start(seeing(rule));
    expect(await wire.close()).toEqual({ code: 2, signal: null });
    expect(wire.stderr()).toMatch(/rules of `seeing` look at findings .* no scanners yet/);
  },
);
