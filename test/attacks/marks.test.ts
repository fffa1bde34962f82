import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { attack, callLine, type Scene } from '../fixtures/scene.js';
import { told } from '../fixtures/told.js';

const page = readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8');
const [, example = ''] = /## Marks of a session.*?```yaml\n(.*?)```/s.exec(page) ?? [];
/** The tap is called otherwise than the server of the example, and its `echo` is what honest calls use. */
const policy = `name: marks\n${example
  .replaceAll('servers: [fs]', 'servers: [test]')
  .replace('rules:\n', 'rules:\n  - { id: echo, effect: allow, tools: [echo] }\n')}`;

const call = async (scene: Scene, tool: string): Promise<void> => {
  const line = callLine(7, tool);
  scene.wire.send(line);
  expect((await scene.wire.answer(7)).message.result.isError).not.toBe(true);
  await scene.onlyArrived(line);
};

attack('the example of the page about marks', { policy }, (scene) => {
  test('after what strangers wrote and what is private, nothing is written without approval', async () => {
    await call(scene, 'send_email');
    await call(scene, 'fetch');
    await call(scene, 'send_email');
    await call(scene, 'read_file');
    scene.wire.send(callLine(7, 'send_email'));
    const { message } = await scene.wire.answer(7);
    expect(message.result).toMatchObject({ isError: true });
    expect(scene.records('denied').at(-1)).toMatchObject({
      decision: { effect: 'approve', rule: 'no-exfiltration-after-untrusted-input', code: 'LETHAL_TRIO' },
    });
    await scene.onlyArrived();
    await call(scene, 'fetch');
  });
});

const marked = `
version: 1
name: marks
default: allow
mode: enforce
tools:
  - { match: "fetch*", action: read, marks: [untrusted] }
  - { match: "read_*", action: read, marks: [private] }
  - { match: "send*", action: write }
rules:
  - id: no-exfiltration
    effect: approve
    actions: [write, execute]
    when: "'untrusted' in session.marks && 'private' in session.marks"
  - { id: trial, effect: deny, tools: ["fetch*"], shadow: true }
`;

attack('marks of a session, and rules on trial', { policy: marked }, (scene) => {
  const call = async (id: string, tool: string) => {
    scene.wire.send(callLine(id, tool));
    const answer = await told(scene, id);
    scene.mark();
    return answer;
  };
  test('writing is free until both kinds of results have been seen, errors included', async () => {
    expect(await call('1', 'send_mail')).toMatchObject({ isError: false });
    expect(await call('2', 'fetch_page')).toMatchObject({ isError: false });
    expect(await call('3', 'send_mail')).toMatchObject({ isError: false });
    const lines = ['{"jsonrpc":"2.0","id":$ID,"error":{"code":-1,"message":"no"}}'];
    scene.wire.send(callLine('4', 'read_file', JSON.stringify({ lines })));
    await scene.wire.answer('4');
    scene.mark();
    expect(await call('5', 'send_mail')).toEqual({ code: 'OSTIARY_APPROVAL_REQUIRED', isError: true });
    expect(await call('6', 'fetch_page')).toMatchObject({ isError: false });
  });
  test('what a rule on trial would have said is on record, and nothing else', () => {
    const shadows = scene.records('intent').filter((record) => record.shadow !== undefined);
    expect(shadows.map((record) => record.shadow)).toEqual([
      [{ policy: 'marks', rule: 'trial', effect: 'deny' }],
      [{ policy: 'marks', rule: 'trial', effect: 'deny' }],
    ]);
  });
});
