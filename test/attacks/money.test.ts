import { expect, test } from 'vitest';
import { attack, callLine } from '../fixtures/scene.js';
import { told } from '../fixtures/told.js';

const money = `
version: 1
name: money
default: deny
rules:
  - { id: honest, effect: allow, tools: [echo] }
  - id: small-refunds
    effect: allow
    tools: ["refund_*"]
    when: args.amount > 0 && args.amount < 500
    budget: { key: refunds, add: args.amount, limit: 2000, per: session }
  - { id: large-refunds, effect: approve, tools: ["large_*"], code: ASK_FINANCE }
`;

attack('S32: amounts that are none', { policy: money }, (scene) => {
  test.each([
    '-1',
    '-1e9',
    '-0',
    '"499"',
    '[499]',
    '{"v":499}',
    'true',
    'null',
    '"nan"',
    '"-Infinity"',
    '"5_0"',
    '"４９９"',
    '1e999',
    '499.99999999999999999',
    '9'.repeat(400),
  ])('S32: %s is not allowed', async (amount) => {
    await scene.denied(callLine('s32', 'refund_s32', `{"amount":${amount}}`), 's32', null);
  });
  test('S32: a missing amount is not allowed', async () => {
    await scene.denied(callLine('none', 'refund_none', '{}'), 'none', null);
  });
  test('S32: none of them has refilled or emptied the budget', async () => {
    for (let spent = 0; spent < 5; spent += 1) {
      scene.wire.send(callLine(`ok ${spent}`, 'refund_ok', '{"amount":400}'));
      expect(await told(scene, `ok ${spent}`)).toEqual({ code: undefined, isError: false });
    }
    scene.wire.send(callLine('over', 'refund_ok', '{"amount":0.000001}'));
    expect(await told(scene, 'over')).toEqual({ code: 'OSTIARY_DENIED', isError: true });
    expect(scene.records('intent').at(-1)).toMatchObject({
      decision: { rule: 'small-refunds' },
      reserved: [{ policy: 'money', key: 'refunds', amount: '400' }],
    });
    scene.mark();
  });
});

/** One budget of its own for each run. */
const runs = 200;
const races = `version: 1
name: races
default: deny
rules:
  - { id: honest, effect: allow, tools: [echo] }
${Array.from(
  { length: runs },
  (_, run) =>
    `  - { id: run-${run}, effect: allow, tools: [refund_${run}], budget: { key: k${run}, add: args.amount, limit: 2000, per: agent } }`,
).join('\n')}
`;

attack('S33: a budget under parallel calls', { policy: races }, (scene) => {
  test(`S33: of 50 calls of 100 exactly 20 reach the server, ${runs} times`, { timeout: 60_000 }, async () => {
    for (let run = 0; run < runs; run += 1) {
      const ids = Array.from({ length: 50 }, (_, call) => `${run}/${call}`);
      scene.wire.write(ids.map((id) => `${callLine(id, `refund_${run}`, '{"amount":100}')}\n`).join(''));
      const answers = await Promise.all(ids.map((id) => told(scene, id)));
      const arrived = scene.arrived().toString().trimEnd().split('\n');
      scene.mark();
      expect(answers.filter(({ isError }) => !isError)).toHaveLength(20);
      expect(arrived).toHaveLength(20);
    }
  });
});

attack('what approve means until there is a queue', { policy: money }, (scene) => {
  test('an approve decision refuses and says why, and reserves nothing', async () => {
    scene.wire.send(callLine('big', 'large_refund', '{"amount":9000}'));
    const { message } = await scene.wire.answer('big');
    expect(message.result).toMatchObject({
      isError: true,
      _meta: { 'ostiary/decision': { effect: 'approve', code: 'ASK_FINANCE' } },
    });
    expect(message.result.content[0].text).toMatch(/nobody can approve it here/);
    expect(scene.records('denied').at(-1)).toMatchObject({ decision: { effect: 'approve', rule: 'large-refunds' } });
    await scene.onlyArrived();
  });
  test('as a JSON-RPC error it has the code of its kind', async () => {
    scene.wire.send(callLine('task', 'large_refund', '{}').replace('"params":{', '"params":{"task":{},'));
    const { message } = await scene.wire.answer('task');
    expect(message.error).toMatchObject({ code: -32011, data: { effect: 'approve' } });
    await scene.onlyArrived();
  });
});
