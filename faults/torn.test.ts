import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { verifyLog } from '../test/fixtures/log.js';
import { Door } from './fixtures/door.js';
import { faultTest } from './fixtures/needs.js';

// packages/audit-chain/test/recover.test.ts cuts at every byte; here the assembled command is asked at the places that differ.
faultTest(
  'R21: a log cut inside of its last two records: `verify` says torn tail, `run` cuts it off, says so, and goes on',
  [],
  async () => {
    const door = await new Door().open();
    door.call('left open', 'never');
    await expect.poll(() => door.executed().includes('left open')).toBe(true);
    door.wire.child.kill('SIGKILL');
    await door.wire.ended;
    const whole = readFileSync(door.audit);
    const last = whole.lastIndexOf(10, -2) + 1;
    const before = whole.lastIndexOf(10, last - 2) + 1;
    const cuts = [
      before + 1,
      before + 20,
      last - 76,
      last - 75,
      last - 1,
      last,
      last + 1,
      last + 100,
      whole.length - 75,
    ];
    for (const cut of [...cuts, whole.length - 2, whole.length - 1, whole.length]) {
      writeFileSync(door.audit, whole.subarray(0, cut));
      const isWhole = cut === last || cut === whole.length;
      const end = cut === whole.length ? cut : cut < last ? before : last;
      const verdict = await verifyLog(door.audit);
      expect(verdict.code, `cut at ${cut}`).toBe(isWhole ? 0 : 1);
      if (!isWhole) expect(`${verdict.stdout}${verdict.stderr}`, `cut at ${cut}`).toMatch(/torn tail/);
      expect(`${verdict.stdout}${verdict.stderr}`).not.toMatch(/tamper|hash does not match/);

      await door.open();
      expect(door.wire.stderr().includes('unfinished record')).toBe(!isWhole);
      await door.finish();
      expect(readFileSync(door.audit).subarray(0, end).equals(whole.subarray(0, end))).toBe(true); // no whole record is lost
      const [, start] = door.records('start');
      expect(start?.recovered?.torn_bytes ?? 0).toBe(cut - end);
    }
  },
);

faultTest(
  'R21: a whole record that was changed is no torn tail: `run` refuses, exit 2, and touches nothing',
  [],
  async () => {
    const door = await new Door().open();
    await door.finish();
    const whole = readFileSync(door.audit);
    const changed = Buffer.from(whole);
    const at = changed.lastIndexOf(10, -2) + 30;
    changed[at] = (changed[at] ?? 0) ^ 1;
    writeFileSync(door.audit, changed);
    expect(await verifyLog(door.audit)).toMatchObject({ code: 1 });
    await door.open({ handshake: false });
    expect(await door.wire.ended).toMatchObject({ code: 2 });
    expect(door.wire.stderr()).toMatch(/broken/);
    expect(readFileSync(door.audit).equals(changed)).toBe(true);
  },
);
