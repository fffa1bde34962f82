import { expect, it } from 'vitest';
import { createMemoryUsage, handleCall, type Policy, type Usage } from '../../src/index.js';
import { asked, call, fine, gateway, open, parse, policy, upstream } from './harness.js';

const one = await policy(
  'version: 1\ndefault: deny\nrules: [{ id: b, effect: allow, budget: { key: k, limit: 1, per: global } }]\n',
);
const listen = {
  jsonrpc: '2.0',
  id: 7,
  method: 'subscriptions/listen',
  params: { notifications: { resourceSubscriptions: ['a:a', 'a:b'] } },
};

/** How many calls still get through after one that ended so. */
async function left(usage: Usage, policies: readonly Policy[] = [one]): Promise<number> {
  let through = 0;
  for (let n = 0; n < 3; n += 1) {
    const { arrived, forward } = upstream();
    await handleCall(call(asked), gateway(policies, { usage }).gate, forward, open);
    through += arrived.length;
  }
  return through;
}

it.each([
  ['an answer', fine, 0],
  ['a time-out', { kind: 'timeout' as const }, 0],
  ['a cancelled call', { kind: 'cancelled' as const }, 0],
  ['an answer that is no message', { kind: 'malformed' as const }, 0],
  ['a server that went away', { kind: 'upstream_gone' as const }, 0],
  ['a server that went away before one byte was sent', { kind: 'upstream_gone' as const, isUnsent: true as const }, 1],
])('S34: %s: what was reserved is spent, unless nothing was sent', async (_, answer, expected) => {
  const usage = createMemoryUsage();
  await handleCall(call(asked), gateway([one], { usage }).gate, upstream(answer).forward, open);
  expect(await left(usage)).toBe(expected);
});

it('gives back what was reserved for a call that is not recorded, or withdrawn', async () => {
  const usage = createMemoryUsage();
  const record = () => Promise.reject(new Error('full'));
  await handleCall(call(asked), gateway([one], { usage, record }).gate, upstream().forward, open);
  await handleCall(call(asked), gateway([one], { usage }).gate, upstream().forward, { aborted: true });
  expect(await left(usage)).toBe(1);
});

it('S33: calls at the same time reserve one after the other', async () => {
  const usage = createMemoryUsage();
  const five = await policy(
    'version: 1\ndefault: deny\nrules: [{ id: b, effect: allow, budget: { key: k, limit: 5, per: global } }]\n',
  );
  const { gate } = gateway([five], { usage });
  const { arrived, forward } = upstream();
  await Promise.all(Array.from({ length: 20 }, () => handleCall(call(asked), gate, forward, open)));
  expect(arrived.length).toBe(5);
});

it('gives back what other parts of a call have reserved where one may not go on', async () => {
  for (const rest of ['effect: deny', 'effect: approve']) {
    const usage = createMemoryUsage();
    const parts = await policy(
      `version: 1\ndefault: deny\nrules: [{ id: stop, ${rest}, resources: ["a:b"] }, { id: b, effect: allow, budget: { key: k, limit: 1, per: global } }]\n`,
    );
    const { arrived, forward } = upstream();
    const { gate, entries } = gateway([parts], { usage });
    await handleCall(call(listen), gate, forward, open);
    expect([arrived.length, entries.length]).toEqual([0, 1]);
    expect(await left(usage, [parts])).toBe(1);
  }
});

it('takes for every part of a call, and gives all of it back', async () => {
  const usage = createMemoryUsage();
  const two = await policy(
    'version: 1\ndefault: deny\nrules: [{ id: b, effect: allow, budget: { key: k, limit: 2, per: global } }]\n',
  );
  const gone = { kind: 'upstream_gone' as const, isUnsent: true as const };
  await handleCall(call(listen), gateway([two], { usage }).gate, upstream(gone).forward, open);
  expect(await left(usage, [two])).toBe(2);
});

it('refuses where the store fails, never agrees, or does not take back', async () => {
  const memory = createMemoryUsage();
  const fails = () => {
    throw new Error('disk');
  };
  for (const usage of [
    { ...memory, read: fails },
    { ...memory, reserve: fails },
    { ...memory, reserve: () => undefined },
  ]) {
    const { arrived, forward } = upstream();
    const { gate, entries } = gateway([one], { usage });
    const reply = parse(await handleCall(call(asked), gate, forward, open));
    expect(arrived).toEqual([]);
    expect(reply.error.data).toMatchObject({ code: 'OSTIARY_FAULT' });
    expect(entries).toMatchObject([{ kind: 'denied', decision: { effect: 'deny', code: 'OSTIARY_FAULT' } }]);
  }
  const { gate } = gateway([one], { usage: { ...memory, release: fails } });
  const gone = { kind: 'upstream_gone' as const, isUnsent: true as const };
  const reply = parse(await handleCall(call(asked), gate, upstream(gone).forward, open));
  expect(reply.error.data).toMatchObject({ code: 'OSTIARY_UPSTREAM_GONE' });
});
