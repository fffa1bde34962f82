import { compilePolicy } from '@ostiary/core-engine';
import { expect, test } from 'vitest';
import { startRelay } from '../src/index.js';
import { allowAll, fakeChannel, settings } from './harness.js';

test('nothing starts with two policies of one name', async () => {
  const compiled = await compilePolicy({ name: 'same', text: allowAll });
  if (!compiled.ok) throw new Error('not compiled');
  const agent = fakeChannel();
  const start = () =>
    startRelay({
      agent,
      upstream: fakeChannel(),
      server: 'fs',
      policies: [compiled.policy, { ...compiled.policy }],
      environment: '',
      settings,
      ports: {
        identify: () => ({ id: 'a', roles: [] }),
        record: async () => undefined,
        note: async () => undefined,
        sha256: () => '',
        randomId: () => '',
        monotonic: () => 0,
        now: () => 0,
      },
    });
  expect(start).toThrow(new RangeError('two policies are named "same"'));
  expect(() => agent.handlers()).toThrow('not started');
});
