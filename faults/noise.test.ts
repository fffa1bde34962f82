import { expect, vi } from 'vitest';
import { callLine, initialize, initialized } from '../test/fixtures/scene.js';
import { Door } from './fixtures/door.js';
import { faultTest } from './fixtures/needs.js';
import { resident, residentPeak } from './fixtures/process.js';

const MiB = 1024 * 1024;

faultTest('R7: junk before the first answer never reaches the client, is on record, and all works', [], async () => {
  const door = await new Door().open({ mill: ['--junk'] });
  const refused = door.records('refused');
  expect(refused.length).toBeGreaterThanOrEqual(9); // every line of junk, the empty one apart
  expect(refused.every(({ from, bytes }) => from === 'server' && bytes !== undefined)).toBe(true);
  await door.finish();
});

for (const line of [true, false]) {
  const title = `R7: 8 MB on stderr, ${line ? 'in lines' : 'without a line end'}: passed on or counted, bounded, calls work meanwhile`;
  faultTest(title, [], async () => {
    const door = await new Door().open();
    const idle = resident(door.pid);
    door.call('err', 'stderr', { bytes: 8 * MiB, line });
    for (let n = 0; n < 20; n++) await door.honest();
    await door.wire.answer('err', 30_000);
    expect(residentPeak(door.pid) - idle).toBeLessThan(100); // over idle, in MiB; the queue for stderr is far smaller
    await door.finish();
    const text = door.wire.stderr();
    // Nothing is lost in silence: what did not come was cut, or is counted.
    if (!line) expect(text).toMatch(/e \S* ?\(cut\)/);
    else if ((text.match(/e{79}\n/g)?.length ?? 0) < (8 * MiB) / 80 - 1) expect(text).toMatch(/\d+ lines? dropped/);
  });

  faultTest(`${title}, while nobody reads ours`, [], async () => {
    const door = await new Door().open();
    door.wire.child.stderr?.pause();
    const idle = resident(door.pid);
    door.call('err', 'stderr', { bytes: 8 * MiB, line });
    await door.wire.answer('err', 30_000); // the server is never blocked by its stderr
    for (let n = 0; n < 20; n++) await door.honest();
    expect(residentPeak(door.pid) - idle).toBeLessThan(100);
    door.wire.child.stderr?.resume();
    await door.finish();
  });
}

faultTest('R7: 5,000 notifications each way arrive whole, once and in order', [], async () => {
  const door = new Door();
  const seen: number[] = [];
  const flow = await door.flow({}, ({ params }) => params?.data && seen.push(params.data.at));
  await flow.write(`${callLine('flood', 'flood', '{"n":"flood","count":5000,"bytes":10}')}\n`);
  const changed = (n: number): string =>
    `{"jsonrpc":"2.0","method":"notifications/roots/list_changed","params":{"_meta":{"n":${n}}}}\n`;
  for (let n = 0; n < 5000; n++) await flow.write(changed(n));
  await flow.answered('flood');
  expect(seen).toEqual(Array.from({ length: 5000 }, (_, at) => at));
  await flow.write(`${callLine('next', 'echo', '{"n":"next"}')}\n`);
  await flow.answered('next');
  const changes = door.executed().filter((line) => line.startsWith('changed '));
  expect(changes).toEqual(Array.from({ length: 5000 }, (_, n) => `changed ${n}`));
  flow.child.stdin?.end();
  expect(await flow.ended).toBe(0);
  await door.verify();
});

faultTest('R7: a server that writes byte by byte', [], async () => {
  const door = await new Door().open({ mill: ['--bytewise'] });
  for (let n = 0; n < 20; n++) await door.honest();
  door.call('é\u{1f375}', 'echo');
  expect((await door.wire.answer('é\u{1f375}')).message.result.content[0].text).toBe('é\u{1f375}');
  await door.finish();
});

faultTest('R7: a client that writes byte by byte, with CR LF, with pauses inside of characters', [], async () => {
  const door = await new Door().open({ handshake: false });
  for (const line of [initialize, initialized, callLine('é\u{1f375}', 'echo', '{"n":"é\u{1f375}"}')]) {
    for (const byte of Buffer.from(`${line}\r\n`)) {
      door.wire.write(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve)); // each leaves in a write of its own
    }
  }
  await door.wire.answer('hello');
  expect((await door.wire.answer('é\u{1f375}')).message.result.content[0].text).toBe('é\u{1f375}');
  await door.finish();
});

const floods: readonly [string, (n: number) => string][] = [
  ['lines that are no JSON', () => '}'],
  ['requests of an unknown method', (n) => `{"jsonrpc":"2.0","id":${n},"method":"no/such"}`],
  ['notifications of an unknown method', () => '{"jsonrpc":"2.0","method":"no/such"}'],
  ['answers that nobody asked for', (n) => `{"jsonrpc":"2.0","id":${n},"result":{}}`],
  ['calls over those that may be in flight', (n) => callLine(n, 'never')],
  ['denied calls', (n) => callLine(n, 'delete_file')],
];

for (const [what, lineOf] of floods) {
  faultTest(
    `R7 R14: 100,000 ${what}, as fast as they are taken: memory is bounded, the next call works`,
    [],
    async () => {
      const door = new Door();
      const flow = await door.flow({ flags: ['--durability', 'os', '--max-in-flight', '1000'] });
      const idle = resident(flow.pid);
      for (let n = 0; n < 100_000; n += 500) {
        await flow.write(Array.from({ length: 500 }, (_, at) => `${lineOf(n + at)}\n`).join(''));
      }
      const isBusy = what.startsWith('calls');
      if (what === 'denied calls') await vi.waitUntil(() => flow.answers.size > 100_000, { timeout: 60_000 });
      await flow.write(`${callLine('next', isBusy ? 'delete_file' : 'echo', '{"n":"next"}')}\n`);
      const next = await flow.answered('next');
      if (isBusy) expect(next.error).toMatchObject({ code: -32014 });
      else expect(next.result).toBeDefined();
      // A heap is not emptied before it must be; when nothing bounded the refusals this took 350 MiB, and 1,500 for 400,000.
      expect(residentPeak(flow.pid) - idle).toBeLessThan(300);
      flow.child.stdin?.end();
      expect(await flow.ended).toBe(0);
      // Above 100 a second there is one record a second, which counts them: what is refused does not fill the disk.
      const refused = door.records('refused') as { readonly counts?: readonly { readonly count: number }[] }[];
      const count = refused.flatMap(({ counts = [{ count: 1 }] }) => counts).reduce((sum, one) => sum + one.count, 0);
      expect(refused.length).toBeLessThan(5000);
      if (what === 'denied calls') expect(door.records('denied').length + count).toBe(100_000);
      else expect(count).toBe(isBusy ? 100_000 - 1000 + 1 : 100_000);
      await door.verify();
    },
  );
}
