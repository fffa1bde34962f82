import { expect, test } from 'vitest';
import { attack, callLine, Scene } from '../fixtures/scene.js';

const policy = `
version: 1
name: teams
default: allow
rules:
  - { id: not-red, effect: deny, tools: [pay], labels: { team: red } }
  - { id: not-by-condition, effect: deny, tools: [say], when: "has(agent.labels.team) && agent.labels.team == 'red'" }
`;

attack('labels hold behind the gateway', { policy, flags: ['--label', 'team=red', '--label', 'note=a,b'] }, (scene) => {
  test('in a selector', () => scene.denied(callLine(7, 'pay', '{}'), 7, 'not-red'));
  test('in a condition', () => scene.denied(callLine(7, 'say', '{}'), 7, 'not-by-condition'));
});

attack('another label', { policy, flags: ['--label', 'team=blue'] }, (scene) => {
  test('goes on', async () => {
    const line = callLine(7, 'pay', '{}');
    scene.wire.send(line);
    await scene.wire.answer(7);
    await scene.onlyArrived(line);
  });
});

test('a label that is given twice starts nothing', async () => {
  const scene = new Scene();
  await scene.open({ policy, flags: ['--label', 'team=red', '--label', 'team=blue'], handshake: false });
  expect(await scene.wire.ended).toEqual({ code: 2, signal: null });
  expect(scene.wire.stderr()).toContain('the label `team` is given twice');
  scene.remove();
});
