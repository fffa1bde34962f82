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
  - { id: pay, effect: allow, tools: [pay], budget: { key: payments, add: args.amount, limit: 10, per: agent } }
`;

const numbers = ['-1', '-1e9', '-0', '0', '1e999', '9'.repeat(400)];
const inexact = ['499.99999999999999999', '9007199254740993', '0.1000000000000000000000001'];
const texts = ['"499"', '"nan"', '"NaN"', '"-Infinity"', '"5_0"', '"４９９"'];
const others = ['[499]', '{"v":499}', 'true', 'null'];

attack('S32: amounts that are none', { policy: money }, (scene) => {
  test.each([...numbers, ...inexact, ...texts, ...others])('S32: %s is not allowed', async (amount) => {
    await scene.denied(callLine('s32', 'refund_s32', `{"amount":${amount}}`), 's32', null);
  });

  test('S32: a missing amount is not allowed', async () => {
    await scene.denied(callLine('none', 'refund_none'), 'none', null);
  });

  test.each(['-10', '-1e-7', '"-10"', '[-10]', 'null', '1e400'])('S32: %s never refills a budget', async (amount) => {
    await scene.denied(callLine('pay', 'pay', `{"amount":${amount}}`), 'pay', null);
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
