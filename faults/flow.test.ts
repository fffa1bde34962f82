import { existsSync, readFileSync } from 'node:fs';
import { expect, vi } from 'vitest';
import { callLine } from '../test/fixtures/scene.js';
import { Door } from './fixtures/door.js';
import { faultTest } from './fixtures/needs.js';
import { isCalm, resident, residentPeak } from './fixtures/process.js';

const MiB = 1024 * 1024;
/** What R11 and R13 allow over the memory of an idle gateway, in MiB. */
const allowance = 200;
const os = ['--durability', 'os'];

faultTest(
  'R11: the client stops reading while the server sends 200 MB: the server blocks, nothing is lost',
  [],
  async () => {
    const door = new Door();
    const seen: number[] = [];
    const flow = await door.flow({ flags: os }, ({ params }) => params?.data && seen.push(params.data.at));
    const idle = resident(flow.pid);
    const sent = (): number =>
      existsSync(door.at('pid.sent')) ? Number(readFileSync(door.at('pid.sent'), 'utf8')) : 0;
    flow.pause();
    await flow.write(`${callLine('flood', 'flood', JSON.stringify({ n: 'flood', count: 200, bytes: MiB }))}\n`);
    let before = -1;
    await vi.waitUntil(
      () => {
        const stands = sent() > 0 && sent() === before;
        before = sent();
        return stands;
      },
      { interval: 1500, timeout: 60_000 },
    );
    expect(sent()).toBeLessThan(150); // blocked, with what pipes and the bounded queue hold
    await isCalm(flow.pid);
    await isCalm(door.serverPid);
    expect(residentPeak(flow.pid) - idle).toBeLessThan(allowance);
    flow.resume();
    expect((await flow.answered('flood')).result).toBeDefined();
    expect(seen).toEqual(Array.from({ length: 200 }, (_, at) => at));
    expect(residentPeak(flow.pid) - idle).toBeLessThan(allowance);
    flow.child.stdin?.end();
    expect(await flow.ended).toBe(0);
    await door.verify();
  },
);

faultTest(
  'R11: a client that reads nothing while it asks for more and more: bounded, every request answered',
  [],
  async () => {
    const door = new Door();
    const flow = await door.flow({ flags: os });
    const idle = resident(flow.pid);
    flow.pause();
    const pad = 'x'.repeat(MiB);
    const writing = (async () => {
      for (let n = 0; n < 300; n++) {
        await flow.write(`${callLine(n, 'echo', JSON.stringify({ n: pad }))}\n`);
      }
    })();
    await new Promise((resolve) => setTimeout(resolve, 6000)); // by now everybody stands or has all
    expect(residentPeak(flow.pid) - idle).toBeLessThan(2 * allowance); // both directions are full here
    flow.resume();
    await writing;
    for (let n = 0; n < 300; n++) await flow.answered(n);
    expect([...flow.answers.values()].every(({ times }) => times === 1)).toBe(true);
    flow.child.stdin?.end();
    expect(await flow.ended).toBe(0);
    await door.verify();
  },
);

faultTest(
  'R12: the server stops reading while the client sends 200 MB: a bounded queue, then busy, then all goes on',
  [],
  async () => {
    const door = new Door();
    const flow = await door.flow({ flags: os });
    const idle = resident(flow.pid);
    await flow.write(`${callLine('deaf', 'deaf', '{"n":"deaf"}')}\n`);
    await flow.answered('deaf');
    const pad = 'x'.repeat(MiB);
    for (let n = 0; n < 200; n++) await flow.write(`${callLine(n, 'echo', JSON.stringify({ pad, n: `n${n}` }))}\n`);
    await vi.waitUntil(() => flow.answers.has(199), { timeout: 60_000 }); // busy is said at once
    const busy = [...flow.answers].filter(([id]) => typeof id === 'number');
    for (const [, { message }] of busy) {
      expect(message.error).toMatchObject({ code: -32014, data: { code: 'OSTIARY_BUSY' } });
    }
    expect(busy.length).toBeGreaterThan(100); // 64 MiB may wait
    await isCalm(flow.pid);
    expect(residentPeak(flow.pid) - idle).toBeLessThan(allowance);
    process.kill(door.serverPid, 'SIGUSR2');
    for (let n = 0; n < 200; n++) await flow.answered(n);
    const refused = new Set(busy.map(([id]) => `n${id}`));
    const passed = Array.from({ length: 200 }, (_, n) => `n${n}`).filter((n) => !refused.has(n));
    expect(door.executed().filter((n) => n !== 'deaf')).toEqual(passed); // in order, each once, none that was called busy
    expect([...flow.answers.values()].every(({ times }) => times === 1)).toBe(true);
    await flow.write(`${callLine('next', 'echo', '{"n":"next"}')}\n`);
    expect((await flow.answered('next')).result).toBeDefined();
    flow.child.stdin?.end();
    expect(await flow.ended).toBe(0);
    await door.verify();
  },
);

faultTest(
  'R14: 10,000 calls in flight are all answered with their own answers; one more is told busy',
  [],
  async () => {
    const door = new Door();
    const flow = await door.flow({ flags: os });
    const count = 10_000;
    // As number and as text the same digits are two ids.
    const ids = Array.from({ length: count }, (_, n) => (n % 2 === 0 ? n : String(n - 1)));
    for (const id of ids) await flow.write(`${callLine(id, 'hold', JSON.stringify({ n: `${typeof id} ${id}` }))}\n`);
    await vi.waitUntil(() => door.executed().length === count, { timeout: 60_000, interval: 200 });
    await flow.write(`${callLine('one more', 'echo')}\n`);
    expect((await flow.answered('one more')).error).toMatchObject({ code: -32014 });
    await flow.write(`${callLine(0, 'echo')}\n`); // an id that is in flight
    expect((await flow.answered(null)).error).toMatchObject({ code: -32600 });
    process.kill(door.serverPid, 'SIGUSR2'); // answered from the last to the first
    for (const id of ids) {
      const { result } = await flow.answered(id);
      expect(result.content[0].text).toBe(`${typeof id} ${id}`);
    }
    expect([...flow.answers.values()].every(({ times }) => times === 1)).toBe(true);
    flow.child.stdin?.end();
    expect(await flow.ended).toBe(0);
    expect(door.records('intent')).toHaveLength(count);
    expect(door.records('outcome')).toHaveLength(count);
    await door.verify();
  },
);

faultTest(
  'R14: an answer of 10 MB and a small one right behind it keep their order, and neither is lost',
  [],
  async () => {
    const door = new Door();
    const order: unknown[] = [];
    const flow = await door.flow({}, ({ id }) => order.push(id));
    for (let round = 0; round < 5; round++) {
      order.length = 0;
      for (const n of ['a', 'b']) await flow.write(`${callLine(`${n}${round}`, 'after', JSON.stringify({ n }))}\n`);
      const isLast = round === 4; // then the server exits behind its last byte
      const args = { n: 'bulk', bytes: 10 * MiB, exit: isLast };
      await flow.write(`${callLine(`big${round}`, 'bulk', JSON.stringify(args))}\n`);
      expect((await flow.answered(`big${round}`)).result.content[0].text).toHaveLength(10 * MiB);
      for (const n of ['a', 'b']) expect((await flow.answered(`${n}${round}`)).result.content[0].text).toBe(n);
      expect(order).toEqual([`big${round}`, `a${round}`, `b${round}`]);
    }
    expect(await flow.ended).toBe(1);
    expect(door.records('outcome').map(({ result }) => result?.status)).toEqual(Array(15).fill('ok'));
    await door.verify();
  },
);
