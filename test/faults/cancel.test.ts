import { expect, test, vi } from 'vitest';
import { attack, callLine, guard } from '../fixtures/scene.js';

attack('R10: cancel and progress', { policy: guard }, (scene) => {
  const cancel = (id: string): string =>
    `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":${JSON.stringify(id)},"reason":"changed \\u006dy mind"}}`;

  test('R10: a cancel passes, the agent gets no answer, the late one is dropped and recorded', async () => {
    const line = callLine('c', 'late');
    scene.wire.send(line);
    await vi.waitUntil(() => scene.arrived().includes(line));
    const { call } = scene.records('intent').at(-1) ?? {};
    const before = scene.records('refused').length;
    scene.wire.send(cancel('c'));
    await scene.onlyArrived(line, cancel('c'));
    expect(scene.records('outcome').filter((record) => record.call === call)).toMatchObject([
      { result: { status: 'cancelled' } },
    ]);
    await vi.waitUntil(() => scene.records('refused').length > before, { timeout: 5000 });
    expect(scene.records('refused').slice(before)).toMatchObject([{ from: 'server' }]);
    await scene.honest();
    scene.mark();
    expect(scene.wire.untaken).toEqual([]);
  });

  test('R10: until the late answer came the id stays taken', async () => {
    const line = callLine('taken', 'slow', '{"ms":400}');
    scene.wire.send(line);
    await vi.waitUntil(() => scene.arrived().includes(line));
    scene.wire.send(cancel('taken'));
    scene.wire.send(callLine('taken', 'echo'));
    expect((await scene.wire.answer(null)).message.error.code).toBe(-32600);
    await vi.waitUntil(() => scene.records('refused').at(-1)?.from === 'server', { timeout: 5000 });
    scene.wire.send(callLine('taken', 'echo'));
    expect((await scene.wire.answer('taken')).message.result).toMatchObject({ content: [{ text: 'echo' }] });
    scene.mark();
  });

  test('R10: a cancel right behind its call ends it, forwarded or not, with one outcome', async () => {
    for (let n = 0; n < 20; n++) {
      scene.wire.write(`${callLine(`r${n}`, 'late')}\n${cancel(`r${n}`)}\n`);
    }
    await scene.honest();
    const arrived = scene.arrived().toString('utf8');
    for (let n = 0; n < 20; n++) {
      const [call, cancelled] = [arrived.indexOf(callLine(`r${n}`, 'late')), arrived.indexOf(cancel(`r${n}`))];
      expect(cancelled === -1 ? call : call).toBeLessThanOrEqual(cancelled); // both or neither, and in this order
      expect(call === -1).toBe(cancelled === -1);
    }
    expect(scene.wire.untaken).toEqual([]);
    const outcomes = scene.records('outcome').slice(-21, -1);
    expect(outcomes.map(({ result }) => result?.status)).toEqual(Array(20).fill('cancelled'));
    scene.mark();
  });

  test.each(['', ',"params":{}'])(
    'R10: a cancel that names nothing (%j) harms nothing, here or at the server',
    async (params) => {
      scene.wire.send(`{"jsonrpc":"2.0","method":"notifications/cancelled"${params}}`);
      await scene.honest();
      // Longer than the server takes to act on it.
      await new Promise((resolve) => setTimeout(resolve, 100));
      await scene.honest();
      scene.mark();
      expect(scene.wire.untaken).toEqual([]);
    },
  );

  test.each(['c', 'nobody', 'hello'])('R10: a cancel of `%s`, which is not in flight, harms nothing', async (id) => {
    scene.wire.send(cancel(id));
    await scene.honest();
    scene.mark();
    expect(scene.wire.untaken).toEqual([]);
  });

  test('R10: progress passes with its token, in order, before the answer', async () => {
    const meta = '"_meta":{"progressToken":"t\\u006fken 7"}';
    scene.wire.send(
      `{"jsonrpc":"2.0","id":"p","method":"tools/call","params":{"name":"progress","arguments":{},${meta}}}`,
    );
    for (const progress of [1, 2]) {
      const { message } = await scene.wire.take(() => true);
      expect(message).toEqual({
        jsonrpc: '2.0',
        method: 'notifications/progress',
        params: { progressToken: 'token 7', progress, total: 2 },
      });
    }
    await scene.wire.answer('p');
    scene.mark();
  });

  const asked = '{"jsonrpc":"2.0","id":"s","method":"roots/list","params":{}}';
  const cancelled =
    '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"s","reason":"l\\u0061te"}}';
  const done = '{"jsonrpc":"2.0","id":$ID,"result":{}}';
  const say = (...lines: readonly string[]): string => callLine('x', 'say', JSON.stringify({ lines }));

  test('R10: the server’s cancel of its own request passes, and the client’s late answer does not', async () => {
    scene.wire.send(say(asked, done));
    expect((await scene.wire.take(({ method }) => method === 'roots/list')).line.toString('utf8')).toBe(asked);
    await scene.wire.answer('x');
    scene.wire.send(say(cancelled, done));
    const { line } = await scene.wire.take(({ method }) => method === 'notifications/cancelled');
    expect(line.toString('utf8')).toBe(cancelled);
    await scene.wire.answer('x');
    scene.mark();
    scene.wire.send('{"jsonrpc":"2.0","id":"s","result":{"roots":[]}}');
    await scene.onlyArrived();
    expect(scene.records('refused').at(-1)).toMatchObject({ from: 'agent' });
  });

  test('R10: a server’s request and its cancel at once: the client sees both or neither', async () => {
    const [other, its] = [asked, cancelled].map((line) => line.replace('"s"', '"t"'));
    scene.wire.send(say(other ?? '', its ?? '', done));
    await scene.wire.answer('x');
    await scene.honest();
    scene.mark();
    const seen = scene.wire.untaken.map(({ line }) => line.toString('utf8'));
    expect([[], [other, its]]).toContainEqual(seen);
    for (const _ of seen) await scene.wire.take(() => true);
  });
});
