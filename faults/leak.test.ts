import { expect } from 'vitest';
import { callLine } from '../test/fixtures/scene.js';
import { Door } from './fixtures/door.js';
import { leakCalls } from './fixtures/extent.js';
import { faultTest } from './fixtures/needs.js';
import { descriptors, resident } from './fixtures/process.js';

const inFlight = 64;
const warm = 50_000;
/** What the memory may differ after the first 50,000 calls, in MiB. */
const flat = 20;

faultTest(
  `R15: ${leakCalls} calls, ${inFlight} at a time: memory is flat after the first ${warm}`,
  [],
  async () => {
    const door = new Door();
    const memory: number[] = [];
    let next = 0;
    let answered = 0;
    let done = (): void => undefined;
    const finished = new Promise<void>((resolve) => {
      done = resolve;
    });
    const send = (): void => {
      const n = next++;
      flow.child.stdin?.write(`${callLine(n, n % 10 === 9 ? 'delete_file' : 'echo', `{"n":"${n}"}`)}\n`);
    };
    const flow = await door.flow({ flags: ['--durability', 'os'] }, ({ id }) => {
      if (typeof id !== 'number') return;
      queueMicrotask(() => flow.answers.delete(id)); // this client must not grow either
      answered++;
      if (answered > warm && answered % 1000 === 0) memory.push(resident(flow.pid));
      if (next < leakCalls) send();
      else if (answered === leakCalls) done();
    });
    const before = descriptors(flow.pid);
    for (let n = 0; n < inFlight; n++) send();
    await finished;
    const part = Math.floor(memory.length / 4);
    const first = Math.min(...memory.slice(0, part));
    const last = Math.min(...memory.slice(-part));
    console.log(`R15: ${leakCalls} calls, memory ${first.toFixed(1)} to ${last.toFixed(1)} MiB`);
    expect(last - first).toBeLessThan(flat);
    expect(descriptors(flow.pid)).toBe(before);
    flow.child.stdin?.end();
    expect(await flow.ended).toBe(0);
    await door.verify();
  },
  120_000 + leakCalls / 2,
);
