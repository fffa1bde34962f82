import { closeSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { openSqliteUsage } from '../packages/state-sqlite/src/index.js';
import { firstSeed, stateKills, stateLock } from './fixtures/extent.js';
import { faultTest } from './fixtures/needs.js';
import { random } from './fixtures/random.js';
import { beside, key, openState, patience, refusal, smallDisk, spend, spent, stateFolder } from './fixtures/state.js';

const locker = 'packages/state-sqlite/test/tools/lock.mjs';

faultTest(
  'R31: `BEGIN EXCLUSIVE` held by another process: every call is refused in time, we live on, then it works',
  [],
  async () => {
    const path = join(stateFolder(), 'state.db');
    const usage = await openState(path);
    const hold = await usage.reserve(await usage.read([key], 1), [{ key, amount: 5n }], 1);
    if (hold === undefined) throw new Error('nobody else is there');
    const { child, ended } = await beside(locker, path);
    const until = performance.now() + 1000 * stateLock;
    let beats = 0;
    const pulse = setInterval(() => (beats += 1), 10);
    while (performance.now() < until) {
      beats = 0;
      const attempts = Array.from({ length: 20 }, () => refusal(() => spend(usage)));
      expect(await Promise.all([...attempts, refusal(() => usage.release(hold))])).toEqual(Array(21).fill('busy'));
      expect(beats).toBeGreaterThan(patience / 100); // others were served meanwhile
    }
    clearInterval(pulse);
    child.stdin?.end();
    await ended;
    await spend(usage);
    expect(await spent(usage)).toBe(6n);
    await usage.release(hold); // it failed before, so it was not done
    expect(await spent(usage)).toBe(1n);
  },
);

faultTest('R31: a lock that is gone within the patience is waited for', [], async () => {
  const path = join(stateFolder(), 'state.db');
  const usage = await openState(path);
  const { child } = await beside(locker, path);
  setTimeout(() => child.stdin?.end(), patience / 3);
  await Promise.all([spend(usage), sleep(20).then(() => spent(usage))]);
  expect(await spent(usage)).toBe(1n);
});

faultTest(
  'R31: a file that another process keeps even from readers: no start in time, then it starts',
  [],
  async () => {
    const path = join(stateFolder(), 'state.db');
    (await openSqliteUsage({ path })).close();
    const { child, ended } = await beside(locker, path, 'alone');
    expect(await refusal(() => openSqliteUsage({ path, patience }))).toBe('busy');
    child.kill('SIGKILL');
    await ended;
    await spend(await openState(path));
  },
);

faultTest(
  'R31: a disk that becomes read-only: every call is refused, then it works',
  ['the right to mount'],
  async () => {
    const { disk, remount } = smallDisk(1024);
    const usage = await openState(join(disk, 'state.db'));
    await spend(usage);
    usage.close(); // a disk cannot become read-only under an open file
    const path = join(disk, 'state.db');
    remount('ro');
    expect(await refusal(() => openSqliteUsage({ path, patience }))).toMatch(/^(?:disk|cannot_open)$/);
    remount('rw');
    const again = await openState(path);
    expect(await spent(again)).toBe(1n);
    await spend(again);
  },
);

faultTest(
  'R31: a full disk: every call is refused, nothing is lost; space freed: it works',
  ['the right to mount'],
  async () => {
    const { disk } = smallDisk(512);
    const usage = await openState(join(disk, 'state.db'));
    let sum = 0n;
    for (let round = 0; round < 3; round++) {
      fill(disk);
      for (let code = 'none'; ; sum++) {
        code = await refusal(() => spend(usage));
        if (code !== 'none') break;
        expect(sum).toBeLessThan(1000n); // some had room
      }
      for (let n = 0; n < 5; n++) expect(await refusal(() => spend(usage))).toMatch(/^(?:disk|cannot_open)$/);
      rmSync(join(disk, 'filler'));
      expect(await spent(usage)).toBe(sum);
      await spend(usage);
      sum++;
    }
  },
);

/** Writes until nothing more fits. */
function fill(disk: string): void {
  const fd = openSync(join(disk, 'filler'), 'w');
  try {
    for (;;) writeSync(fd, Buffer.alloc(4096));
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    closeSync(fd);
  }
}

faultTest(
  'R31: corrupt pages: every call is refused, nothing is forwarded on a guess; mended: it works',
  [],
  async () => {
    const path = join(stateFolder(), 'state.db');
    const usage = await openState(path);
    for (let n = 0; n < 50; n++) await spend(usage);
    usage.close(); // the log is copied into the file
    const whole = readFileSync(path);
    const pages = whole.length / 4096;
    expect(pages).toBeGreaterThan(3);
    for (let page = 0; page < pages; page++) {
      const fd = openSync(path, 'r+');
      writeSync(fd, Buffer.alloc(4096, 0xa5), 0, 4096, page * 4096);
      closeSync(fd);
      expect(await refusal(() => openSqliteUsage({ path, patience })), `page ${page}`).toMatch(
        /^(?:broken|not_a_store)$/,
      );
      writeFileSync(path, whole);
    }
    const [one, other] = [await openState(path), await openState(path)];
    expect(await spent(one)).toBe(50n);
    const fd = openSync(path, 'r+'); // now under two open stores: what the other writes makes the one read again
    for (let page = 1; page < pages; page++) writeSync(fd, Buffer.alloc(4096, 0xa5), 0, 4096, page * 4096);
    closeSync(fd);
    const more = (await refusal(() => spend(other))) === 'none' ? 1n : 0n;
    for (let n = 0; n < 3; n++) expect(await refusal(() => spend(one))).toBe('broken');
    writeFileSync(path, whole);
    expect(await spent(one)).toBe(50n + more);
    await spend(one);
  },
);

faultTest(
  `R31: ${stateKills} times kill -9 while two gateways commit: what was said to hold is spent, once`,
  [],
  async () => {
    const path = join(stateFolder(), 'state.db');
    const { below } = random(firstSeed);
    const gateways = ['os', 'sync'].map(
      (durability) => () => beside('packages/state-sqlite/test/tools/gateway.mjs', path, durability),
    );
    const said: string[] = [];
    for (let n = 0; n < stateKills; n++) {
      const both = await Promise.all(gateways.map((start) => start()));
      for (const { child } of both) child.stdin?.write(`fill ${key.scope}\n`);
      await sleep(20 + below(80));
      for (const { child } of both) child.kill('SIGKILL');
      await Promise.all(both.map(({ ended }) => ended));
      for (const { lines } of both) said.push(...lines.filter((line) => line !== 'open'));
    }
    expect(said.length).toBeGreaterThan(stateKills);
    expect(new Set(said).size).toBe(said.length); // no unit was given to two
    const sum = Number(await spent(await openState(path)));
    expect(sum).toBeGreaterThanOrEqual(said.length);
    expect(sum).toBeLessThanOrEqual(said.length + 2 * stateKills); // what each had committed and not yet said
  },
);
