import { expect } from 'vitest';
import { callLine } from '../test/fixtures/scene.js';
import { Door } from './fixtures/door.js';
import { soakSeconds } from './fixtures/extent.js';
import { faultTest } from './fixtures/needs.js';
import { descriptors, resident, residentPeak } from './fixtures/process.js';

const rate = 100; // calls a second
/** What R15 allows the memory to grow in an hour of steady load, in MiB. */
const slope = 5;
/** The heap breathes between collections, in MiB; in a short run that is all that one sees. */
const breath = 32;

/** Every tenth call is denied, every twentieth is large; the others are small. */
function nextLine(n: number): string {
  if (n % 10 === 9) return callLine(n, 'delete_file', `{"n":"${n}"}`);
  return callLine(n, 'echo', n % 20 === 0 ? `{"pad":"${'p'.repeat(50_000)}","n":"${n}"}` : `{"n":"${n}"}`);
}

faultTest(
  `R15: ${soakSeconds} s at ${rate} calls a second: memory and descriptors stay, every call is answered, the log verifies`,
  [],
  async () => {
    const door = new Door();
    let answered = 0;
    const flow = await door.flow({ flags: ['--durability', 'os'] }, ({ id, result }) => {
      if (typeof id !== 'number') return;
      expect(result).toBeDefined();
      flow.answers.delete(id - rate); // this client must not grow either
      answered++;
    });
    const memory: number[] = [];
    const open: number[] = [];
    let sent = 0;
    const began = performance.now();
    for (let second = 0; second < soakSeconds; second++) {
      for (let tenth = 0; tenth < 10; tenth++) {
        for (let n = 0; n < rate / 10; n++) await flow.write(`${nextLine(sent++)}\n`);
        const ahead = second * 1000 + (tenth + 1) * 100 - (performance.now() - began);
        if (ahead > 0) await new Promise((resolve) => setTimeout(resolve, ahead));
      }
      memory.push(resident(flow.pid));
      open.push(descriptors(flow.pid));
    }
    await flow.answered(sent - 1);
    await expect.poll(() => answered, { timeout: 30_000 }).toBe(sent);
    // After ten minutes, or after a third of a shorter run, the least of the next stretch against the least of the last one.
    const warm = Math.min(600, Math.floor(soakSeconds / 3));
    const stretch = Math.max(1, Math.floor((soakSeconds - warm) / 4));
    const first = Math.min(...memory.slice(warm, warm + stretch));
    const last = Math.min(...memory.slice(-stretch));
    const hours = (soakSeconds - warm - stretch) / 3600;
    const peak = residentPeak(flow.pid);
    console.log(
      `R15: ${sent} calls, memory ${first.toFixed(1)} to ${last.toFixed(1)} MiB, at most ${peak.toFixed(1)} MiB`,
    );
    expect(last - first).toBeLessThan(slope * hours + (soakSeconds < 3600 ? breath : 0));
    expect(new Set(open.slice(1)).size).toBe(1);
    flow.child.stdin?.end();
    expect(await flow.ended).toBe(0);
    expect(door.records('intent')).toHaveLength(sent - sent / 10);
    expect(door.records('denied')).toHaveLength(sent / 10);
    await door.verify();
  },
  120_000 + soakSeconds * 1500,
);
