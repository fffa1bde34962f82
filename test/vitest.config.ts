import { defineConfig } from 'vitest/config';

/** What no single package owns: the architecture of the workspace and the assembled gateway in front of real servers. */
export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    testTimeout: 60_000,
    maxWorkers: 3, // these files mostly wait for processes that they started
  },
});
