import { expect, it } from 'vitest';
import { handleCall } from '../../src/index.js';
import { asked, call, gateway, open, policy, upstream } from './harness.js';

it('S32 of calls that come together each sees those before it', async () => {
  const first = await policy(
    'version: 1\ndefault: deny\nrules: [{ id: first-five, effect: allow, when: "session.calls < 5" }]',
  );
  const { gate } = gateway([first]);
  const { arrived, forward } = upstream();
  await Promise.all(Array.from({ length: 50 }, (_, id) => handleCall(call({ ...asked, id }), gate, forward, open)));
  expect(arrived).toHaveLength(5);
});

it('a rule about the result sees as many calls as the rules about its call', async () => {
  const early = await policy(`
version: 1
default: allow
rules: [{ id: too-early, effect: deny, phase: result, when: "session.calls == 0" }]
`);
  const { gate, entries } = gateway([early]);
  const { forward } = upstream();
  await handleCall(call(asked), gate, forward, open);
  await handleCall(call(asked), gate, forward, open);
  const outcomes = entries.filter(({ kind }) => kind === 'outcome');
  expect(outcomes).toMatchObject([{ result: { status: 'blocked' } }, { result: { status: 'ok' } }]);
});
