import { test } from 'vitest';
import { attack, callLine } from '../fixtures/scene.js';

const hosts = `
version: 1
name: hosts
default: allow
rules:
  - { id: metadata, effect: deny, destinations: ["169.254.169.254"], code: NO_METADATA }
  - { id: outside, effect: deny, when: "has(args.path) && !inside(args.path, ['/allowed'])", code: OUTSIDE }
`;

attack('S26, S30: hosts and paths', { policy: hosts }, (scene) => {
  test.each([
    'http://2852039166/latest',
    'http://0xA9FEA9FE/',
    'http://[::ffff:169.254.169.254]/',
    'http://169.254.169.254./',
    'http://u@169.254.169.254/',
    'http://%31%36%39.254.169.254/',
    'http://[64:ff9b::a9fe:a9fe]/',
    '169.254.169.254',
    'see <HTTP://169.254.169.254/> now',
  ])('S30: %s', async (url) => {
    await scene.denied(callLine('host', 'fetch', JSON.stringify({ url })), 'host', 'metadata');
  });
  test.each([
    '/etc/./shadow',
    '//etc/shadow',
    '/allowed/../etc/shadow',
    '/ETC/shadow',
    '/etc/shadow\u0000.txt',
    'file:///etc/shadow',
    '/allowed-evil',
    '~/x',
    'C:\\..',
    '/allowed/%2e%2e/etc',
  ])('S26: %s', async (path) => {
    await scene.denied(callLine('path', 'read', JSON.stringify({ path })), 'path', 'outside');
  });
  test('S26: what is inside is allowed', async () => {
    const line = callLine('in', 'read', JSON.stringify({ path: '/allowed/a/../b' }));
    scene.wire.send(line);
    await scene.wire.answer('in');
    await scene.onlyArrived(line);
  });
});
