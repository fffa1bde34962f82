import { expect, vi } from 'vitest';
import { fixture } from '../fixtures/gateway.js';
import { connect, type Session, scenarios } from './eras.js';
import { runTwice } from './suite.js';

const server = fixture('eras.mjs');

async function grow({ client, notified }: Session): Promise<void> {
  notified.length = 0;
  await client.callTool({ name: 'grow', arguments: {} });
  const both = ['notifications/resources/updated', 'notifications/tools/list_changed'];
  await vi.waitUntil(() => notified.length === 2, { interval: 10, timeout: 10_000 });
  expect(notified.sort()).toEqual(both);
}

runTwice<Session>({
  title: 'a server of both eras at 2025-11-25',
  server,
  connect: (program, seen) => connect(program, seen, '2025-11-25'),
  scenarios: { ...scenarios, 'changes of lists and resources': grow },
});

runTwice<Session>({
  title: 'a server of both eras at 2026-07-28',
  server,
  connect: (program, seen) => connect(program, seen, '2026-07-28'),
  scenarios: {
    ...scenarios,
    async 'a subscription, its changes, its end'(session) {
      const subscription = await session.client.listen({ toolsListChanged: true, resourceSubscriptions: ['note://a'] });
      await grow(session);
      await subscription.close();
      expect(await session.client.listTools()).toMatchObject({ tools: { length: 6 } });
    },
  },
});
