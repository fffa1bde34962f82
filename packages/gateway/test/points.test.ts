import { expect, test } from 'vitest';
import { allowAll, call, open, result } from './harness.js';

const asking = { inputRequests: { a: { method: 'roots/list' } } };
const carrier = { jsonrpc: '2.0', method: 'notifications/tasks/status', params: asking };
const hello = { jsonrpc: '2.0', id: 0, method: 'initialize', params: {} };

async function opened(point?: () => Promise<undefined>) {
  const scene = await open(`${allowAll}rules: [{ id: r, effect: allow, phase: request, methods: [roots/list] }]`, {
    ...(point && { points: [point] }),
  });
  scene.agent.say(hello);
  await scene.settle();
  scene.server.say(result(0, {}));
  await scene.settle();
  scene.agent.arrived.length = 0;
  return scene;
}

test('a notification that carries requests passes by policy, and waits for no other decision point', async () => {
  const alone = await opened();
  alone.server.say(carrier);
  await alone.settle();
  expect(alone.agent.arrived).toHaveLength(1);

  const joined = await opened(async () => undefined);
  joined.server.say(carrier);
  await joined.settle();
  expect(joined.agent.arrived).toEqual([]);
  expect(joined.entries.at(-1)).toMatchObject({ kind: 'refused', reason: 'inner_request_denied' });
  joined.server.say({ ...carrier, params: { taskId: 't' } });
  await joined.settle();
  expect(joined.agent.arrived).toHaveLength(1);
});

test('a result that carries requests waits for the decision point', async () => {
  let asked = 0;
  const scene = await opened(async () => {
    asked += 1;
    return undefined;
  });
  scene.agent.say(call(1));
  await scene.settle();
  scene.server.say(result(1, asking));
  await scene.settle();
  // The call, what its result carries, and the result.
  expect(asked).toBe(3);
  expect(scene.agent.arrived).toHaveLength(1);
});
