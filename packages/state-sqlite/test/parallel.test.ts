import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { reserveFor, toAmount, type UsageView } from '@ostiary/core-engine';
import { describe, expect, onTestFinished, test } from 'vitest';
import { open, spent, stores, temporaryFolder } from './tools/stores.js';

const folder = temporaryFolder();
const program = fileURLToPath(new URL('tools/gateway.mjs', import.meta.url));
const keyOf = (scope: string) => ({ policy: 'p', key: 'k', scope });

/** Another gateway, that answers one line to each. */
async function startGateway(path: string): Promise<(line: string) => Promise<string>> {
  const child = spawn(process.execPath, [program, path], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe('open');
  return async (line) => {
    child.stdin.write(`${line}\n`);
    if (line !== 'close') return String((await lines.next()).value);
    const [code] = await once(child, 'exit');
    return String(code);
  };
}

describe.each(stores(folder))('%s', (_, create) => {
  test('S33 of 50 parallel reservations of 100 against 2,000 exactly 20 hold, 200 times', async () => {
    const usage = await create();
    for (let run = 0; run < 200; run += 1) {
      const key = keyOf(`session:${run}`);
      const decide = (view: UsageView) => ({
        reservations: view.spent(key) + 100n <= 2000n ? [{ key, amount: 100n }] : [],
      });
      const all = await Promise.all(Array.from({ length: 50 }, () => reserveFor(usage, [key], run, decide)));
      expect(all.filter((one) => one?.hold).length).toBe(20);
      expect(await spent(usage, key, run)).toBe(2000n);
    }
  });

  test('S34 a tenth twenty thousand times is two thousand, and not a millionth more fits', async () => {
    const usage = await create();
    const key = keyOf('agent:a');
    const limit = toAmount(2000) ?? 0n;
    const decideOn = (amount: bigint) => (view: UsageView) => ({
      reservations: view.spent(key) + amount <= limit ? [{ key, amount }] : [],
    });
    const tenth = decideOn(toAmount(0.1) ?? 0n);
    for (let n = 0; n < 20_000; n += 1) expect((await reserveFor(usage, [key], n, tenth))?.hold).toBeDefined();
    expect(await spent(usage, key, 0)).toBe(limit);
    expect((await reserveFor(usage, [key], 0, decideOn(1n)))?.hold).toBeUndefined();
  });
});

test('S33 two processes on one file: of 25 calls each exactly 20 hold, 200 times', async () => {
  const path = join(folder, 'shared.db');
  const gateways = await Promise.all([startGateway(path), startGateway(path)]);
  const shares: number[] = [];
  for (let run = 0; run < 200; run += 1) {
    const held = await Promise.all(gateways.map(async (ask) => Number(await ask(`spend session:${run} 25`))));
    expect(held.reduce((sum, one) => sum + one, 0)).toBe(20);
    shares.push(Math.min(...held));
  }
  // They did meet: in some run both got something.
  expect(Math.max(...shares)).toBeGreaterThan(0);
  for (const ask of gateways) expect(await ask('close')).toBe('0');
  const usage = await open(path);
  for (let run = 0; run < 200; run += 1) expect(await spent(usage, keyOf(`session:${run}`), 1)).toBe(2000n);
});
