import { defineConfig } from 'vitest/config';

/** The suite of faults: real processes, signals, disks and clocks. Not part of `npm test`; `pnpm test:faults` runs it. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxWorkers: 2, // each test has a gateway, a server and itself to run
    reporters: ['verbose'], // every number is on the screen, so that a skipped one is seen
  },
});
