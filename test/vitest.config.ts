import { defineConfig } from 'vitest/config';
import { project } from '../vitest.project.js';

/** What no single package owns: the architecture of the workspace and the assembled gateway in front of real servers. */
export default defineConfig({ test: { ...project, include: ['**/*.test.ts'], testTimeout: 60_000 } });
