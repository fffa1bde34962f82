import { expect, test } from 'vitest';
import { attack, callLine } from '../fixtures/scene.js';

const asking = `
version: 1
name: asking
default: deny
rules:
  - { id: honest, effect: allow, tools: [echo] }
  - id: large-refunds
    effect: approve
    tools: ["large_*"]
    code: ASK_FINANCE
    budget: { key: refunds, add: args.amount, limit: 9000, per: session }
`;

attack('what approve means until there is a queue', { policy: asking }, (scene) => {
  test('an approve decision refuses and says why, and reserves nothing', async () => {
    scene.wire.send(callLine('big', 'large_refund', '{"amount":9000}'));
    const { message } = await scene.wire.answer('big');
    expect(message.result).toMatchObject({
      isError: true,
      _meta: { 'ostiary/decision': { effect: 'approve', code: 'ASK_FINANCE' } },
    });
    expect(message.result.content[0].text).toMatch(/nobody can approve it here/);
    expect(scene.records('denied').at(-1)).toMatchObject({ decision: { effect: 'approve', rule: 'large-refunds' } });
    expect(scene.records('denied').at(-1)?.reserved).toBeUndefined();
    await scene.onlyArrived();
  });
  test('as a JSON-RPC error it has the code of its kind, and the budget is whole', async () => {
    scene.wire.send(callLine('task', 'large_refund', '{"amount":9000}').replace('"params":{', '"params":{"task":{},'));
    const { message } = await scene.wire.answer('task');
    expect(message.error).toMatchObject({ code: -32011, data: { effect: 'approve' } });
    await scene.onlyArrived();
  });
});
