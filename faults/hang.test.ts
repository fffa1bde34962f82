import { expect, vi } from 'vitest';
import { Door } from './fixtures/door.js';
import { faultTest } from './fixtures/needs.js';
import { gone, isCalm } from './fixtures/process.js';

const second = ['--idle-timeout', '1s'];

faultTest(
  'R9: a call that hangs: error at the time-out, cancelled upstream, others go on, the late answer is dropped and recorded',
  [],
  async () => {
    const door = await new Door().open({ flags: second });
    door.call('hangs', 'late');
    await vi.waitUntil(() => door.executed().includes('hangs'), { timeout: 5000 });
    const { call } = door.records('intent').at(-1) ?? {};
    for (let n = 0; n < 10; n++) await door.honest(); // meanwhile
    expect(door.wire.untaken).toEqual([]);
    const { message } = await door.wire.answer('hangs', 10_000);
    expect(message.error).toMatchObject({ code: -32015, data: { code: 'OSTIARY_UPSTREAM_TIMEOUT' } });
    await vi.waitUntil(() => door.executed().includes('cancelled hangs'), { timeout: 5000 });
    await vi.waitUntil(() => door.records('refused').length > 0, { timeout: 5000 });
    expect(door.records('refused')).toMatchObject([{ from: 'server', reason: 'late_answer' }]);
    const outcomes = door.records('outcome').filter((record) => record.call === call);
    expect(outcomes).toMatchObject([{ result: { status: 'timeout' } }]);
    door.call('hangs'); // the late answer freed its id
    expect((await door.wire.answer('hangs')).message.result).toBeDefined();
    await door.finish();
  },
);

faultTest('R9: an id whose answer may still come stays taken', [], async () => {
  const door = await new Door().open({ flags: second });
  door.call('never', 'never');
  await door.wire.answer('never', 10_000);
  door.call('never', 'echo');
  expect((await door.wire.answer(null)).message.error.code).toBe(-32600);
  await door.finish();
});

faultTest(
  'R9: the whole server stands still with 100 calls: 100 errors, 100 cancels, then it goes on',
  [],
  async () => {
    const door = await new Door().open({ flags: second });
    process.kill(door.serverPid, 'SIGSTOP');
    for (let n = 0; n < 100; n++) door.call(`c${n}`);
    for (let n = 0; n < 100; n++) {
      expect((await door.wire.answer(`c${n}`, 10_000)).message.error).toMatchObject({ code: -32015 });
    }
    await isCalm(door.pid);
    process.kill(door.serverPid, 'SIGCONT');
    await vi.waitUntil(() => door.records('refused').length === 100, { timeout: 10_000 });
    expect(door.records('refused').every(({ reason }) => reason === 'late_answer')).toBe(true);
    expect(door.executed().filter((line) => line.startsWith('cancelled'))).toHaveLength(100);
    await door.honest();
    await door.finish();
  },
);

faultTest('R9: a server that stands still does not keep the gateway at the end', [], async () => {
  const door = await new Door().open();
  const { serverPid } = door;
  process.kill(serverPid, 'SIGSTOP');
  door.call('open');
  door.wire.child.stdin?.end();
  expect((await door.wire.answer('open', 10_000)).message.error.code).toBe(-32016); // 5 s in all are promised
  expect(await door.wire.ended).toMatchObject({ code: 0 });
  await gone(serverPid, 2000);
  await door.verify();
});

faultTest('R10: a cancel of a call that hangs passes; its late answer meets nobody', [], async () => {
  const door = await new Door().open();
  door.call('hangs', 'late');
  await vi.waitUntil(() => door.executed().includes('hangs'), { timeout: 5000 });
  door.wire.send('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"hangs"}}');
  await vi.waitUntil(() => door.records('refused').length > 0, { timeout: 5000 });
  expect(door.records('refused')).toMatchObject([{ from: 'server', reason: 'late_answer' }]);
  await door.honest();
  await door.finish(); // with nothing on stdout that nobody took
});
