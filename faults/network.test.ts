import { readFileSync } from 'node:fs';
import { expect, vi } from 'vitest';
import { Door } from './fixtures/door.js';
import { faultTest } from './fixtures/needs.js';
import { descriptors, internetSockets, processesNaming } from './fixtures/process.js';

faultTest('R39: without any network, not even a loopback, all works', ['a network namespace'], async () => {
  const door = await new Door().open({ wrap: ['unshare', '-n'] });
  for (let n = 0; n < 10; n++) await door.honest();
  await door.finish();
});

faultTest(
  'R39: the gateway opens no internet socket, connects to nobody and listens nowhere',
  ['strace', 'ss'],
  async () => {
    const door = new Door();
    const trace = door.at('trace');
    await door.open({ wrap: ['strace', '-f', '-e', 'trace=%network', '-e', 'signal=none', '-s', '200', '-o', trace] });
    for (let n = 0; n < 10; n++) await door.honest();
    door.wire.send('{"jsonrpc":"2.0","id":"odd","method":"no/such"}');
    await door.wire.answer('odd');
    for (const pid of processesNaming(door.folder)) expect(internetSockets(pid)).toEqual([]);
    await door.finish();
    const calls = readFileSync(trace, 'utf8');
    expect(calls).toContain('socketpair('); // it was traced: the pipes of a child are such pairs
    expect(calls).not.toMatch(/AF_INET|AF_NETLINK|\b(?:bind|listen|accept4?)\(/);
    expect(calls.match(/\bconnect\(.*/g) ?? []).toEqual([]);
  },
);

for (const moment of ['once', 'again and again', 'while it ends']) {
  faultTest(`SIGUSR1 (${moment}) opens no inspector and harms nothing`, ['ss'], async () => {
    const door = await new Door().open();
    const { pid } = door;
    const before = descriptors(pid);
    if (moment === 'while it ends') {
      door.call('slow', 'slow', { ms: 1500 });
      await vi.waitUntil(() => door.executed().includes('slow'), { timeout: 5000 });
      door.wire.child.stdin?.end();
    }
    for (let n = 0; n < (moment === 'once' ? 1 : 50); n++) {
      process.kill(pid, 'SIGUSR1');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await new Promise((resolve) => setTimeout(resolve, 500)); // the inspector starts on a thread of its own
    expect(internetSockets(pid)).toEqual([]);
    if (moment === 'while it ends') await door.wire.answer('slow');
    else {
      expect(descriptors(pid)).toBe(before);
      await door.honest();
    }
    expect(door.wire.stderr()).not.toMatch(/debugger|inspector/i);
    await door.finish();
  });
}
