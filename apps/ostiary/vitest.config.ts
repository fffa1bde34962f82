import { defineConfig } from 'vitest/config';
import { project } from '../../vitest.project.js';

export default defineConfig({ test: project });
