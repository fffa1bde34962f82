import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { attack, callLine, guard } from '../fixtures/scene.js';

const MiB = 1024 * 1024;
const call = (args: string): string => callLine(7, 'echo', args);
const keys = (count: number): string => `{${Array.from({ length: count }, (_, n) => `"k${n}":0`).join(',')}}`;

/** Resident memory of a process in MiB (Linux). */
function resident(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

attack('S11: size', { policy: guard }, (scene) => {
  test.each([
    [
      '1,000 arrays',
      call('['.repeat(1000) + ']'.repeat(1000))
        .replace('"arguments":[', '"arguments":{"a":[')
        .replace(/\]\}\}$/, ']}}}'),
    ],
    ['1,000 objects', call(`${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`)],
    ['20,000 arrays', call(`{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`)],
    ['20,000 objects', call(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`)],
    [
      '20,000 arrays outside of arguments',
      `{"jsonrpc":"2.0","id":7,"x":${'['.repeat(20_000)}${']'.repeat(20_000)},"method":"ping"}`,
    ],
    ['just too deep', call(`{"a":${'['.repeat(126)}${']'.repeat(126)}}`)],
    ['100,000 keys', call(keys(100_000))],
    ['a string of 9 MiB', call(`{"s":"${'x'.repeat(9 * MiB)}"}`)],
    ['a string of 9 MiB of escapes', call(`{"s":"${'\\u0041'.repeat(1.5 * MiB)}"}`)],
    ['a name of 5 KiB', callLine(7, 'x'.repeat(5 * 1024))],
    ['a method of 5 KiB', `{"jsonrpc":"2.0","id":7,"method":"${'x'.repeat(5 * 1024)}"}`],
    [
      'a key of params of 1 MB',
      `{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"echo","${'k'.repeat(1e6)}":1}}`,
    ],
  ])('S11: %s is refused', async (_, line) => void (await scene.refused(line, { codes: [-32600] })));

  test.each([
    ['20,000 arrays that never close', call(`{"a":${'['.repeat(20_000)}`)],
    ['20,000 arrays on a line of their own', '['.repeat(20_000)],
  ])('S11: %s', async (_, line) => void (await scene.refused(line, { codes: [-32600, -32700], id: null })));

  test.each([
    ['100 arrays', call(`{"a":${'['.repeat(100)}${']'.repeat(100)}}`)],
    ['99,000 keys', call(keys(99_000))],
    ['a key of 1 MB in arguments', call(`{"${'k'.repeat(1e6)}":1}`)],
    ['an array of 500,000 numbers', call(`{"a":[${'0,'.repeat(499_999)}0]}`)],
    ['a line of 16 MB', call(`{"a":"${'é'.repeat(3.9e6)}","b":"${'y'.repeat(8e6)}"}`)],
  ])('S11: %s arrives whole', async (_, line) => {
    scene.wire.send(line);
    await scene.wire.answer(7, 30_000);
    await scene.onlyArrived(line);
  });

  test('S11: a denied call of 16 MB is denied', async () => {
    await scene.denied(callLine(7, 'delete_file', `{"a":"${'x'.repeat(8e6)}","b":"${'y'.repeat(8e6)}"}`), 7);
  });

  test('S11: a line over the limit is refused, and what follows it is read', async () => {
    const line = Buffer.alloc(33 * MiB, 'x');
    scene.wire.send(line);
    const { message } = await scene.wire.answer(null, 30_000);
    expect(message.error.code).toBe(-32600);
    expect(scene.records('refused').at(-1)).toMatchObject({ from: 'agent', reason: 'line_too_long' });
    await scene.onlyArrived();
  });

  test('S11: memory after all that is bounded', () => {
    // A line of 33 MiB, its chunks and its copy on the way are alive at once; the heap of a fresh gateway is about 60 MiB.
    expect(resident(scene.wire.pid)).toBeLessThan(500);
  });
});
