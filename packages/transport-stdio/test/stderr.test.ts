import { PassThrough, Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { passStderr } from '../src/server/stderr.js';
import { recorder } from './fixtures/events.js';
import { start } from './fixtures/start.js';

async function passed(...chunks: (string | Uint8Array)[]): Promise<string[]> {
  const input = new PassThrough();
  const text: string[] = [];
  passStderr(input, 'x\x1by', (line) => text.push(line));
  for (const chunk of chunks) {
    input.write(chunk);
    await turn();
  }
  input.end();
  await turn();
  await turn();
  return text;
}

const prefix = '[x\\x1by] ';

describe('standard error of a server', () => {
  it.each<[string, (string | Uint8Array)[], string[]]>([
    ['lines and a rest', ['one\ntw', 'o\r\n\nrest'], ['one\n', 'two\n', '\n', 'rest\n']],
    ['control characters', ['\x1b[2Jcleared\rover\x00\x9b\n'], ['\\x1b[2Jcleared\\x0dover\\x00\\x9b\n']],
    ['bidirectional and tag characters', ['\u202eevil\u{e0041}\n'], ['\\u202eevil\\u{e0041}\n']],
    ['a character in two chunks', [Uint8Array.of(0xc3), Uint8Array.of(0xa9, 10)], ['é\n']],
    ['invalid UTF-8', [Uint8Array.of(0x61, 0xff, 0xc0, 0x61, 10)], ['a\ufffd\ufffda\n']],
    ['a long line', ['a'.repeat(9000), 'b\nnext\n'], [`${'a'.repeat(8192)} … (cut)\n`, 'next\n']],
    ['a cut inside a character', [`${'a'.repeat(8191)}é\n`], [`${'a'.repeat(8191)} … (cut)\n`]],
    ['a long line without an end', ['a'.repeat(100_000)], [`${'a'.repeat(8192)} … (cut)\n`]],
  ])('shows %s', async (_, chunks, expected) => {
    expect(await passed(...chunks)).toEqual(expected.map((line) => prefix + line));
  });

  it('ends, and nothing else, where reading it fails', async () => {
    const input = new PassThrough();
    const text: string[] = [];
    passStderr(input, 'x', (line) => text.push(line));
    input.write('the last\nwords');
    await turn();
    input.destroy(new Error('EIO'));
    await turn();
    expect(text).toEqual(['[x] the last\n', '[x] words\n']);
  });

  it('drops what a sink does not take, counts it, and says so when the sink flows again (R7)', async () => {
    const input = new PassThrough();
    let written = '';
    let release = (): void => undefined;
    const sink = new Writable({
      write(chunk, _, callback) {
        written += chunk;
        release = callback;
      },
    });
    passStderr(input, 's', sink);
    const line = `${'a'.repeat(1000)}\n`;
    for (let count = 0; count < 1000; count += 1) {
      input.write(line);
      if (count % 50 === 0) await turn();
    }
    await turn();
    expect(sink.writableLength).toBeLessThanOrEqual(64 * 1024);
    for (let count = 0; count < 200; count += 1) {
      release();
      await turn();
    }
    const shown = written.split('\n').filter((text) => text.startsWith('[s] aaa')).length;
    const said = [...written.matchAll(/\[s\] \((\d+) lines dropped: nobody read them\)/g)].map((match) =>
      Number(match[1]),
    );
    expect(said).toEqual([1000 - shown]);
  });

  it('lives on when the sink fails', async () => {
    const input = new PassThrough();
    const sink = new Writable({ write: (_, __, callback) => callback(new Error('EPIPE')) });
    passStderr(input, 's', sink);
    input.write('one\ntwo\n');
    await turn();
    input.write('three\n');
    await turn();
    expect(sink.destroyed).toBe(true);
  });

  it('does not stop a server that writes 8 MB of it to a sink that takes nothing (R7)', async () => {
    const sink = new Writable({ write: () => undefined });
    const server = start(['noise'], { stderr: sink });
    const told = recorder();
    server.channel.start(told);
    await told.until((events) => events.includes('"still here"'));
    expect(sink.writableLength).toBeLessThanOrEqual(64 * 1024);
    await server.stop();
  });

  it('comes with the name of the server', async () => {
    const server = start(['complain', Buffer.from('\x1b]0;title\x07 no\n').toString('base64')]);
    server.channel.start(recorder());
    await server.exited;
    expect(server.text).toEqual(['[fixture] \\x1b]0;title\\x07 no\n']);
  });
});
