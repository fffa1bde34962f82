import { expect, test } from 'vitest';
import { attack, callLine, type Scene } from '../fixtures/scene.js';

const policy = (limit: number): string => `
version: 1
name: money
default: deny
rules:
  - { id: echo, effect: allow, tools: [echo] }
  - id: refund
    effect: allow
    tools: [refund]
    when: args.amount > 0 && args.amount < 500
    budget: { key: refunds, add: args.amount, limit: ${limit}, per: agent }
  - { id: pay, effect: allow, tools: [pay], budget: { key: payments, add: args.amount, limit: 10, per: agent } }
`;

const amounts = ['-1', '-1e9', '-0', '0', '"499"', '[499]', '{"v":499}', 'true', 'null', '"NaN"', '1e999'];
const inexact = ['499.99999999999999999', '9007199254740993', '0.1000000000000000000000001'];

attack('S32: amounts that are none', { policy: policy(2000) }, (scene) => {
  test.each([...amounts, ...inexact])('S32: %s', async (amount) => {
    await scene.denied(callLine(7, 'refund', `{"amount":${amount}}`), 7, null);
  });

  test('S32: missing', async () => void (await scene.denied(callLine(7, 'refund'), 7, null)));

  test.each(['-10', '-1e-7', '"-10"', '[-10]', 'null', '1e400'])('S32: %s never refills a budget', async (amount) => {
    await scene.denied(callLine(7, 'pay', `{"amount":${amount}}`), 7, null);
  });
});

const spend = async (scene: Scene, count: number): Promise<number> => {
  for (let n = 0; n < count; n++) scene.wire.send(callLine(`refund ${n}`, 'refund', '{"amount":100}'));
  const answers = await Promise.all(Array.from({ length: count }, (_, n) => scene.wire.answer(`refund ${n}`)));
  return answers.filter(({ message }) => message.result?.isError !== true).length;
};

attack('S33: fifty at once', { policy: policy(2000) }, (scene) => {
  test('S33: exactly 20 of 50 calls of 100 against 2,000 reach the server', async () => {
    expect(await spend(scene, 50)).toBe(20);
    const arrived = scene
      .arrived()
      .toString()
      .match(/"name":"refund"/g);
    expect(arrived).toHaveLength(20);
    const reserved = scene.records('intent').map((record) => (record as { reserved?: unknown }).reserved);
    expect(reserved).toHaveLength(21); // one call of the handshake
    expect(reserved.slice(1)).toEqual(
      Array.from({ length: 20 }, () => [{ policy: 'money', key: 'refunds', amount: '100' }]),
    );
    scene.mark();
    await scene.denied(callLine(7, 'refund', '{"amount":0.000001}'), 7, null);
  });
});
