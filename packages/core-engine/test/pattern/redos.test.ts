import { expect, test } from 'vitest';
import { compilePattern } from '../../src/pattern/pattern.js';
import { worst } from '../cases/pattern/worst.js';

/** Seconds are far more than any of them takes: only what is not linear takes longer. */
test.each(worst)('S40: %s ends on 64 KiB of its worst text', { timeout: 5_000 }, (source, text) => {
  const pattern = compilePattern(source);
  expect(typeof pattern === 'function' && pattern(text)).toBe(false);
});
