import { expect, test } from 'vitest';
import { compilePattern } from '../packages/core-engine/src/pattern/pattern.js';
import { worst } from '../packages/core-engine/test/cases/pattern/worst.js';

/** Milliseconds of processor time of one call; the least of a few, each long enough to be measured. */
function cost(run: () => void): number {
  const tries = Array.from({ length: 5 }, () => {
    const start = process.cpuUsage();
    let used = 0;
    let times = 0;
    while (used < 20) {
      run();
      times += 1;
      const { user, system } = process.cpuUsage(start);
      used = (user + system) / 1000;
    }
    return used / times;
  });
  return Math.min(...tries);
}

test.each(worst)('S40: %s takes linear time', (source, text) => {
  const pattern = compilePattern(source);
  if (typeof pattern !== 'function') throw new Error(pattern.mistake);
  const half = text.slice(text.length / 2);
  const [one, two] = [cost(() => pattern(half)), cost(() => pattern(text))];
  process.stdout.write(`S40 ${source}: ${one.toFixed(2)} ms, twice the text ${two.toFixed(2)} ms\n`);
  // What ends within 1 ms took no more than some 15 ns for each byte: there is no square in it to look for.
  expect(two).toBeLessThan(Math.max(2.5 * one, 1));
  expect(two).toBeLessThan(150);
});
