import { readdirSync } from 'node:fs';
import { expect, vi } from 'vitest';
import { finish } from '../test/fixtures/log.js';
import { callLine, initialize, initialized } from '../test/fixtures/scene.js';
import { openWire, type Wire } from '../test/fixtures/wire.js';
import { Door } from './fixtures/door.js';
import { faultTest } from './fixtures/needs.js';
import { runs } from './fixtures/process.js';

/** A second gateway for the same log; it has no hand in what the first one's server does. */
async function refused(door: Door, env: Readonly<Record<string, string>>): Promise<void> {
  const second = await finish(door.program(), { env });
  expect(second).toMatchObject({ code: 2, stdout: '' });
  expect(second.stderr).toMatch(/in use/);
  expect(second.stderr).toContain(door.audit);
}

/** Node has no flock(2); where its command is missing too, a lock file is all that there is. */
const machines: readonly [string, Readonly<Record<string, string>>][] = [
  ['with `flock`', {}],
  ['without `flock`', { PATH: '/nonexistent' }],
];

for (const [how, env] of machines) {
  faultTest(
    `R27 ${how}: a second gateway on the log of a running one is refused, whatever the first one is doing`,
    [],
    async () => {
      const door = await new Door().open({ env });
      await refused(door, env);
      const many = 10_000;
      door.wire.write(Array.from({ length: many }, (_, n) => `${callLine(n, 'echo', `{"n":"c${n}"}`)}\n`).join(''));
      await refused(door, env); // under load
      await vi.waitUntil(() => door.wire.untaken.length === many, { timeout: 60_000 });
      door.wire.child.kill('SIGSTOP');
      await refused(door, env); // it stands still but lives
      door.wire.child.kill('SIGCONT');
      await door.honest();
      expect(door.wire.untaken.every(({ message }) => message.result !== undefined)).toBe(true);
      for (let n = 0; n < many; n++) await door.wire.take(() => true);
      await door.finish();
      expect(door.records('start')).toHaveLength(1);
      expect(door.records('outcome')).toHaveLength(many + 1 + 1);
    },
  );

  faultTest(
    `R27 ${how}: the lock of a gateway that was killed is taken over, even while its server lives on`,
    [],
    async () => {
      const door = await new Door().open({ mill: ['--deaf'], env });
      for (let round = 0; round < 5; round++) {
        const { serverPid, wire } = door;
        wire.child.kill('SIGKILL');
        const deadline = performance.now() + 5000; // as promised
        for (;;) {
          try {
            await door.open({ mill: ['--deaf'], env });
            break;
          } catch (error) {
            if (performance.now() > deadline) throw error;
          }
        }
        expect(runs(serverPid)).toBe(true);
        process.kill(serverPid, 'SIGKILL');
      }
      await door.finish();
      expect(door.records('start')).toHaveLength(6);
    },
  );

  faultTest(`R27 ${how}: of racers for one log exactly one starts, and the log is never a fork`, [], async () => {
    const door = new Door();
    const program = door.program();
    for (let round = 0; round < 5; round++) {
      const racers: Wire[] = Array.from({ length: 6 }, () => openWire(program, { cwd: door.folder, env }));
      for (const racer of racers) racer.write(`${initialize}\n${initialized}\n`);
      const answered = racers.map((racer) =>
        racer.answer('hello', 30_000).then(
          () => racer,
          () => undefined,
        ),
      );
      const winners = (await Promise.all(answered)).filter((racer) => racer !== undefined);
      expect(winners).toHaveLength(1);
      for (const racer of racers) {
        if (racer === winners[0]) continue;
        expect(await racer.ended).toMatchObject({ code: 2 });
        expect(racer.stderr()).toMatch(/in use/);
      }
      const [winner] = winners;
      if (round % 2 === 0)
        winner?.child.kill('SIGKILL'); // the next race begins where this log was left
      else await winner?.close();
      await winner?.ended;
    }
    await door.verify();
    expect(door.records('start')).toHaveLength(5);
  });
}

faultTest('R27: a second gateway without `--audit` gets the second default log, a third the third', [], async () => {
  const door = new Door();
  const { command, args } = door.program();
  const at = args.indexOf('--audit');
  const program = { command, args: [...args.slice(0, at), ...args.slice(at + 2)] };
  const env = { XDG_STATE_HOME: door.at('state') };
  const wires: Wire[] = [];
  for (let n = 0; n < 3; n++) {
    const wire = openWire(program, { cwd: door.folder, env });
    wires.push(wire);
    wire.write(`${initialize}\n${initialized}\n`);
    await wire.answer('hello', 30_000);
  }
  const logs = readdirSync(door.at('state/ostiary'))
    .filter((name) => !name.endsWith('.lock'))
    .sort();
  const stem = logs.find((name) => /^test-[0-9a-f]{8}\.jsonl$/.test(name))?.replace('.jsonl', '');
  expect(logs).toEqual([`${stem}-2.jsonl`, `${stem}-3.jsonl`, `${stem}.jsonl`]);
  for (const [n, wire] of wires.entries()) {
    expect(wire.stderr()).toContain(`${stem}${n === 0 ? '' : `-${n + 1}`}.jsonl`);
    expect(await wire.close()).toMatchObject({ code: 0 });
  }
  for (const name of logs) {
    door.audit = door.at(`state/ostiary/${name}`);
    await door.verify();
  }
});
