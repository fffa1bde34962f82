import { expect } from 'vitest';
import { callLine } from '../test/fixtures/scene.js';
import { Door } from './fixtures/door.js';
import { faultTest } from './fixtures/needs.js';
import { resident, residentPeak } from './fixtures/process.js';

const MiB = 1024 * 1024;
/** What R13 allows over the memory of an idle gateway, in MiB. */
const allowance = 200;
const depth = 500_000;
const keys = (count: number): string => `{${Array.from({ length: count }, (_, n) => `"k${n}":0`).join(',')}}`;

const levels: readonly [string, string][] = [
  ['arrays', callLine(7, 'echo', `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`)],
  ['objects', callLine(7, 'echo', `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)],
  ['arrays and objects by turns', callLine(7, 'echo', `${'{"a":['.repeat(depth)}${']}'.repeat(depth)}`)],
  ['arrays that never close', callLine(7, 'echo', `{"a":${'['.repeat(depth)}`)],
  ['arrays in `_meta`', `{"jsonrpc":"2.0","id":7,"method":"ping","params":{"_meta":${'['.repeat(depth)}}}`],
  ['arrays and nothing else', '['.repeat(depth)],
  ['objects as an id', `{"jsonrpc":"2.0","id":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)},"method":"ping"}`],
];

faultTest('S11: 500,000 levels, in every variant, are refused and the next call works', [], async () => {
  const door = await new Door().open();
  const idle = resident(door.pid);
  for (const [title, line] of levels) {
    door.wire.send(line);
    const { message } = await door.wire.take(({ error }) => error !== undefined, title);
    expect([-32600, -32700], title).toContain(message.error.code);
    expect(door.records('refused').at(-1), title).toMatchObject({ from: 'agent', bytes: line.length });
    await door.honest();
  }
  expect(residentPeak(door.pid) - idle).toBeLessThan(allowance);
  expect(door.executed().filter((n) => !n.startsWith('honest'))).toEqual([]);
  await door.finish();
});

/** Has the server answer `before` with these bytes. */
function say(door: Door, id: string, bytes: string): void {
  door.call(id, 'say', { base64: Buffer.from(bytes).toString('base64') });
}

faultTest('S11: the same from the server: the waiting request gets an error, the next call works', [], async () => {
  const door = await new Door().open();
  for (const [n, value] of [
    `{"content":[],"x":${'['.repeat(depth)}${']'.repeat(depth)}}`,
    `{"content":[],"x":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`,
    `{"content":[],"x":${'['.repeat(depth)}`,
  ].entries()) {
    door.wire.send(callLine(`w${n}`, 'never'));
    say(door, `s${n}`, `{"jsonrpc":"2.0","id":"w${n}","result":${value}}`);
    const { message } = await door.wire.answer(`w${n}`);
    expect(message.error).toMatchObject({ code: -32016 });
    await door.wire.answer(`s${n}`);
    await door.honest();
  }
  await door.finish();
});

faultTest('S11: 100,000 keys and a key of 1 MB: judged, answered, alive, memory bounded', [], async () => {
  const door = await new Door().open();
  const idle = resident(door.pid);
  for (let round = 0; round < 5; round++) {
    door.wire.send(callLine(`keys ${round}`, 'echo', keys(100_000)));
    expect((await door.wire.answer(`keys ${round}`)).message.error.code).toBe(-32600);
    door.wire.send(callLine(`fewer ${round}`, 'echo', keys(99_000)));
    expect((await door.wire.answer(`fewer ${round}`)).message.result).toBeDefined();
    door.wire.send(callLine(`long ${round}`, 'echo', `{"${'k'.repeat(MiB)}":1}`));
    expect((await door.wire.answer(`long ${round}`)).message.result).toBeDefined();
    say(door, `answer ${round}`, `{"jsonrpc":"2.0","method":"notifications/x","params":${keys(99_000)}}`);
    expect((await door.wire.take(({ method }) => method === 'notifications/x')).message.params).toBeDefined();
    await door.wire.answer(`answer ${round}`);
  }
  expect(residentPeak(door.pid) - idle).toBeLessThan(allowance);
  await door.finish();
});

faultTest(
  'S11 R13: 256 MB without line end: memory is bounded, the refusal names the limit, the next call works',
  [],
  async () => {
    const door = new Door();
    const flow = await door.flow();
    await flow.write(`${callLine('warm', 'echo', '{"n":"warm"}')}\n`);
    await flow.answered('warm');
    const idle = resident(flow.pid);
    for (const part of [Buffer.alloc(MiB, 'x'), Buffer.alloc(MiB, '\u0000'), Buffer.alloc(MiB, '{"a":[1,"')]) {
      for (let mib = 0; mib < 256; mib++) await flow.write(part);
      flow.answers.delete(null);
      await flow.write('\n');
      expect((await flow.answered(null)).error).toMatchObject({ code: -32600, data: { code: 'OSTIARY_TOO_LARGE' } });
      expect(door.records('refused').at(-1)).toMatchObject({ reason: 'line_too_long', bytes: 256 * MiB });
      flow.answers.delete('next');
      await flow.write(`${callLine('next', 'echo', '{"n":"next"}')}\n`);
      expect((await flow.answered('next')).result).toBeDefined();
    }
    expect(residentPeak(flow.pid) - idle).toBeLessThan(allowance);
    flow.child.stdin?.end();
    expect(await flow.ended).toBe(0);
    await door.verify();
  },
);

faultTest('R13: 256 MB that never end, then the end of input: refused, on record, exit 0', [], async () => {
  const door = new Door();
  const flow = await door.flow();
  const idle = resident(flow.pid);
  for (let mib = 0; mib < 256; mib++) await flow.write(Buffer.alloc(MiB, 'x'));
  expect(residentPeak(flow.pid) - idle).toBeLessThan(allowance);
  flow.child.stdin?.end();
  expect(await flow.ended).toBe(0);
  expect(door.records('refused')).toMatchObject([{ reason: 'line_without_end', bytes: 256 * MiB }]);
  await door.verify();
});

faultTest('R13: 256 MB without line end from the server: memory is bounded, the next call works', [], async () => {
  const door = await new Door().open();
  const idle = resident(door.pid);
  door.call('endless', 'endless', { mib: 256 });
  // The line may have been its answer, and what comes behind it is one too many.
  expect((await door.wire.answer('endless', 60_000)).message.error).toMatchObject({ code: -32016 });
  await expect.poll(() => door.records('refused').length).toBe(2);
  expect(residentPeak(door.pid) - idle).toBeLessThan(allowance);
  expect(door.records('refused')).toMatchObject([
    { from: 'server', reason: 'line_too_long', bytes: 256 * MiB },
    // Which of the two depends on whether the first one's outcome was written by then.
    { from: 'server', reason: expect.stringMatching(/^(?:second|unknown)_answer$/) },
  ]);
  await door.honest();
  await door.finish();
});

/** S5 to S12: forms that two parsers read differently. Their verdict must not depend on how the bytes are cut. */
const forms: readonly [string, string | Uint8Array, 'refused' | 'answered'][] = [
  ['S5', callLine('f', 'echo', '{"path":"/safe","path":"/etc/shadow"}'), 'refused'],
  ['S6', callLine('f', 'echo', '{"l":9007199254740993,"m":1e999,"o":-0}'), 'answered'],
  ['S6', callLine('f', 'echo').replace('"f"', '9007199254740993'), 'refused'],
  ['S7', callLine('f', 'echo', '{"s":"\\ud800"}'), 'refused'],
  ['S7', callLine('f', 'echo', '{"s":"\\ud83c\\udf75 \u{1f375}"}'), 'answered'],
  ['S8', Buffer.from(callLine('f', 'echo', '{"s":"\xed\xa0\x80"}'), 'latin1'), 'refused'],
  ['S8', Buffer.from(callLine('f', 'echo', '{"s":"\xc3"}'), 'latin1'), 'refused'],
  ['S9', `\ufeff${callLine('f', 'echo')}`, 'refused'],
  ['S9', `${callLine('f', 'echo')}${callLine('g', 'echo')}`, 'refused'],
  ['S10', callLine('f', 'echo', `{"x":\r${callLine('g', 'echo')}\r}`), 'refused'],
  ['S10', callLine('f', 'echo', '{"s":"a\u2028b"}'), 'answered'],
  ['S11', callLine('f', 'echo', `{"a":${'['.repeat(300)}${']'.repeat(300)}}`), 'refused'],
  ['S12', callLine('f', 'echo').replace('"f"', '1.5'), 'refused'],
  ['S12', callLine('f', 'echo').replace('"f"', `"${'i'.repeat(17 * 1024)}"`), 'refused'],
];

faultTest('S5–S12: byte by byte every form gets the verdict that it gets in one piece', [], async () => {
  const door = new Door();
  const flow = await door.flow();
  for (const [number, form, verdict] of forms) {
    const line = Buffer.concat([Buffer.from(form), Buffer.from('\n')]);
    for (const isCut of [false, true]) {
      flow.answers.clear();
      for (const piece of isCut ? line : [line]) await flow.write(typeof piece === 'number' ? Buffer.of(piece) : piece);
      const probe = `probe ${number}`;
      await flow.write(`${callLine(probe, 'echo', '{"n":"probe"}')}\n`);
      expect((await flow.answered(probe)).result).toBeDefined();
      const [, ...others] = [...flow.answers.values()].map(({ message }) => message).reverse();
      expect(others, number).toMatchObject([verdict === 'refused' ? { error: {} } : { id: 'f', result: {} }]);
    }
  }
  expect(door.executed().filter((n) => n !== 'probe')).toEqual(Array(6).fill('?echo')); // three answered forms, twice
  flow.child.stdin?.end();
  expect(await flow.ended).toBe(0);
  await door.verify();
});
