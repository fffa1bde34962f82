import { availableParallelism } from 'node:os';
import type { TestProjectInlineConfiguration } from 'vitest/config';

/** What every project of the workspace says alike. All of them are one group of files, so no project waits for the end of another. */
export const project: NonNullable<TestProjectInlineConfiguration['test']> = {
  include: ['test/**/*.test.ts'],
  testTimeout: 30_000,
  isolate: false, // a process runs many files of a project: to load the same modules for each took a fifth of all the time
  restoreMocks: true, // so nothing of a test is left to the next file
  unstubEnvs: true,
  unstubGlobals: true,
  maxWorkers: availableParallelism() + 1, // many files wait for processes and disks; vitest's own number is one less than there are
};
