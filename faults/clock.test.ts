import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { hasDriver } from '../test/fixtures/driver.js';
import type { LogRecord } from '../test/fixtures/log.js';
import { Door } from './fixtures/door.js';
import { faultTest } from './fixtures/needs.js';

type Timed = LogRecord & { readonly ts: string };

/** The environment in which a process sees the time that stands in a file, and a monotonic clock that nobody moves. */
function movable(file: string): Record<string, string> {
  const { stdout } = spawnSync('faketime', ['-f', '+0', 'printenv', 'LD_PRELOAD'], { encoding: 'utf8' });
  return {
    LD_PRELOAD: stdout.trim(),
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    DONT_FAKE_MONOTONIC: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
}

function times(door: Door): string[] {
  return (door.records() as Timed[]).map(({ ts }) => ts);
}

faultTest(
  'R30: the clock goes back an hour and forward ten years: times never run backwards, each step back is on record, calls work',
  ['faketime'],
  async () => {
    const door = new Door();
    const clock = door.at('clock');
    writeFileSync(clock, '+0\n');
    await door.open({ env: movable(clock), flags: ['--idle-timeout', '30s'] });
    for (const [n, shift] of ['-1h', '+10y', '-1h', '+0', '-10y'].entries()) {
      const before = times(door).at(-1) ?? '';
      door.call(`hangs ${n}`, 'hold'); // its time-out is no matter of the clock on the wall
      await expect.poll(() => door.executed().includes(`hangs ${n}`)).toBe(true);
      writeFileSync(clock, `${shift}\n`);
      for (let call = 0; call < 3; call++) await door.honest();
      const after = times(door).at(-1) ?? '';
      if (shift === '+10y') expect(Number(after.slice(0, 4))).toBe(Number(before.slice(0, 4)) + 10);
      else expect(after.slice(0, 16)).toBe(before.slice(0, 16)); // kept, give or take the seconds of this test
      process.kill(door.serverPid, 'SIGUSR2');
      expect((await door.wire.answer(`hangs ${n}`)).message.result).toBeDefined();
    }
    await door.finish();
    const all = times(door);
    expect(all).toEqual([...all].sort());
    const back = (door.records('admin') as { event?: string }[]).filter(({ event }) => event === 'clock_went_back');
    expect(back.length).toBeGreaterThanOrEqual(2); // from now, and from ten years on
    const spent = door.records('outcome').map(({ result }) => (result as { ms?: number } | undefined)?.ms ?? -1);
    expect(spent.every((ms) => ms >= 0 && ms < 30_000)).toBe(true); // measured on the monotonic clock
  },
);

faultTest('R30: a start whose clock is before the last record', ['faketime'], async () => {
  const door = await new Door().open();
  await door.finish();
  await door.open({ wrap: ['faketime', '-f', '-2d'] });
  await door.finish();
  const all = times(door);
  expect(all).toEqual([...all].sort());
  expect(door.records('admin')).toMatchObject([{ event: 'clock_went_back' }]);
});

faultTest('R30: a clock that runs 60 times too fast: time-outs go by the monotonic one', ['faketime'], async () => {
  const door = new Door();
  const env = { DONT_FAKE_MONOTONIC: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
  await door.open({ wrap: ['faketime', '-f', '+0 x60'], env, flags: ['--idle-timeout', '20s'] });
  const began = times(door).at(0) ?? '';
  door.call('slow', 'hold');
  await new Promise((resolve) => setTimeout(resolve, 2000)); // two minutes on the wall
  process.kill(door.serverPid, 'SIGUSR2');
  expect((await door.wire.answer('slow')).message.result).toBeDefined();
  expect(Date.parse(times(door).at(-1) ?? '') - Date.parse(began)).toBeGreaterThan(100_000); // the clock was moved indeed
  await door.finish();
});

const rated = `version: 1
name: rated
default: deny
rules: [{ id: two, effect: allow, tools: [echo], rate: { limit: 2, window: 1h } }]
`;

for (const kept of hasDriver ? ['in memory', 'in a file'] : ['in memory']) {
  faultTest(`R30: what a rate counts ${kept} stays counted, whatever the clock shows`, ['faketime'], async () => {
    const door = new Door();
    const clock = door.at('clock');
    writeFileSync(clock, '+0\n');
    const state = kept === 'in a file' ? ['--state', door.at('state.db')] : [];
    await door.open({ env: movable(clock), policy: rated, flags: state }); // makes the first call
    await door.honest();
    for (const shift of ['+0', '+2h', '+10y', '+0', '-10y']) {
      writeFileSync(clock, `${shift}\n`);
      door.call(`over ${shift}`);
      const { message } = await door.wire.answer(`over ${shift}`);
      expect(message.result).toMatchObject({ isError: true });
    }
    expect(door.executed()).toHaveLength(2);
    await door.finish();
  });
}
