import { expect, test } from 'vitest';
import { attack, callLine } from '../fixtures/scene.js';
import { told } from '../fixtures/told.js';

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
