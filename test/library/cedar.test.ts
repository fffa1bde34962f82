import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { expect, test } from 'vitest';
import { root } from '../fixtures/gateway.js';

test('the example with Cedar runs, and says who refused what', () => {
  const main = join(root, 'examples/cedar/main.mjs');
  const run = spawnSync(env['OSTIARY_TEST_NODE'] ?? execPath, [main], { encoding: 'utf8' });
  expect(run.stderr).toBe('');
  expect(run.status).toBe(0);
  const said = run.stdout.trim().split('\n');
  expect(said).toContain('refund {"amount":80}: allow by shop');
  expect(said).toContain('refund {"amount":800}: deny by small-refunds-only');
  expect(said).toContain('delete_order {"id":7}: deny by no-deleting');
});
