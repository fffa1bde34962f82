import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { callLine } from '../test/fixtures/scene.js';
import { Door } from './fixtures/door.js';
import { firstSeed, fuzzSeconds } from './fixtures/extent.js';
import type { Flow } from './fixtures/flow.js';
import { mutate } from './fixtures/mutate.js';
import { faultTest } from './fixtures/needs.js';
import { resident, residentPeak } from './fixtures/process.js';
import { random } from './fixtures/random.js';

const corpus = (name: string): string[] =>
  readFileSync(join(import.meta.dirname, 'corpus', name), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
const messages = corpus('messages.txt').map((line) => Buffer.from(line));
const kept = corpus('seeds.txt').map(Number);
/** Lines from one seed. */
const round = 100;

/** The kept seeds, then one after the other until the time is over. */
function* seeds(): Generator<number> {
  const end = performance.now() + fuzzSeconds * 1000;
  yield* kept;
  for (let seed = firstSeed * 1_000_000; performance.now() < end; seed++) yield seed;
}

function linesOf(seed: number): Buffer[] {
  const source = random(seed);
  return Array.from({ length: round }, () => mutate(source.pick(messages), messages, source));
}

/** What an ordinary parser makes of a line that the gateway let through. It must be one message, and none that policy denies. */
function judge(line: string, seed: number): void {
  let message: Readonly<Record<string, unknown>>;
  try {
    message = JSON.parse(line);
  } catch {
    throw new Error(`seed ${seed}: what reached the other side is not JSON: ${line.slice(0, 500)}`);
  }
  expect(Array.isArray(message), `seed ${seed}`).toBe(false);
  if (folded(message, 'method') !== 'tools/call') return;
  const name = folded(folded(message, 'params') as Readonly<Record<string, unknown>>, 'name');
  expect(['delete_file', 'drop_table'], `seed ${seed}: ${line.slice(0, 500)}`).not.toContain(name);
}

/** The last member whose key some parser takes for `name`: without regard to case, forms of letters or invisible characters. */
function folded(object: Readonly<Record<string, unknown>>, name: string): unknown {
  const keys = Object.keys(object).filter((key) => fold(key) === name);
  return object[keys.at(-1) ?? name];
}

function fold(key: string): string {
  return key
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{Cc}\p{Cf}]/gu, '');
}

async function lives(flow: Flow, id: string): Promise<void> {
  await flow.write(`${callLine(id, 'probe', '{"n":"probe"}')}\n`);
  const { result, error } = await flow.answered(id);
  expect(result, `${id}: ${JSON.stringify(error)}; ${flow.stderr()}`).toBeDefined();
}

async function ends(door: Door, flow: Flow): Promise<void> {
  flow.child.stdin?.end();
  expect(await flow.ended).toBe(0);
  expect(flow.stderr()).not.toMatch(/\n\s+at |internal error/);
  await door.verify();
}

faultTest(
  `R40: ${fuzzSeconds} s of mutated messages from the client: nothing denied and nothing that is no message arrives, alive`,
  [],
  async () => {
    const door = new Door();
    const arrived = door.at('arrived');
    const flow = await door.flow({ mill: ['--keep', arrived], flags: ['--durability', 'os'] });
    await lives(flow, 'first');
    const idle = resident(flow.pid);
    const file = openSync(arrived, 'r');
    let seen = fstatSync(file).size;
    let rounds = 0;
    for (const seed of seeds()) {
      for (const line of linesOf(seed)) await flow.write(Buffer.concat([line, Buffer.of(10)]));
      await lives(flow, `after ${seed}`);
      const bytes = Buffer.alloc(fstatSync(file).size - seen);
      seen += readSync(file, bytes, 0, bytes.length, seen);
      for (const line of bytes.toString('utf8').split('\n').slice(0, -1)) judge(line, seed);
      flow.answers.clear();
      rounds++;
    }
    closeSync(file);
    console.log(`R40: ${rounds * round} lines from the client`);
    expect(residentPeak(flow.pid) - idle).toBeLessThan(200);
    await ends(door, flow);
  },
  120_000 + fuzzSeconds * 1500,
);

faultTest(
  `R40: ${fuzzSeconds} s of mutated messages from the server: the client sees messages only, alive`,
  [],
  async () => {
    const door = new Door();
    const flow = await door.flow({ flags: ['--durability', 'os'] }); // a line that is no JSON fails in the client's reader
    await lives(flow, 'first');
    const idle = resident(flow.pid);
    let rounds = 0;
    for (const seed of seeds()) {
      const bytes = Buffer.concat(linesOf(seed).flatMap((line) => [line, Buffer.of(10)]));
      const id = `say ${seed}`;
      await flow.write(`${callLine(id, 'say', JSON.stringify({ n: 'say', base64: bytes.toString('base64') }))}\n`);
      const { result, error } = await flow.answered(id);
      expect(result, `${id}: ${JSON.stringify(error)}; ${flow.stderr()}`).toBeDefined();
      await lives(flow, `after ${seed}`);
      for (const [of, { times }] of flow.answers) expect(times, `seed ${seed}: answers to ${String(of)}`).toBe(1);
      flow.answers.clear();
      rounds++;
    }
    console.log(`R40: ${rounds * round} lines from the server`);
    expect(residentPeak(flow.pid) - idle).toBeLessThan(200);
    await ends(door, flow);
  },
  120_000 + fuzzSeconds * 1500,
);
