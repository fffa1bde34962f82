import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { attack, callLine, type Scene } from '../fixtures/scene.js';

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
