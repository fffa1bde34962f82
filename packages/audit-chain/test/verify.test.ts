import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { verifyLog } from '../src/index.js';
import { judge } from '../src/verify.js';
import { hashOf, other, seal, split, start } from './tools/forge.js';
import { temporaryFolder } from './tools/samples.js';
import { essence, type Found, independent, readBytes, verdictOn } from './tools/verifiers.js';

const folder = temporaryFolder();
const twenty = seal([start(), ...Array.from({ length: 19 }, (_, index) => other(index))]);

describe('S80', () => {
  // All of it takes minutes: S80_RECORDS=100.
  const count = Number(process.env['S80_RECORDS'] ?? 20);

  it(`both verifiers find every flipped bit of a ${count}-record log, in the record where it is`, async () => {
    const bytes = seal([start(), ...Array.from({ length: count - 1 }, (_, index) => other(index))]);
    const lines = split(bytes);
    expect(lines).toHaveLength(count);
    const missed: string[] = [];
    let at = 0;
    for (const [index, line] of lines.entries()) {
      for (const end = at + line.length; at < end; at += 1) {
        for (let bit = 0; bit < 8; bit += 1) {
          bytes[at] = (bytes[at] as number) ^ (1 << bit);
          for (const verdict of [await verdictOn(bytes), await independent.verify([bytes])] as Found[]) {
            if (verdict.status !== 'broken' || verdict.seq !== index + 1)
              missed.push(`${at}.${bit} ${JSON.stringify(verdict)}`);
          }
          bytes[at] = (bytes[at] as number) ^ (1 << bit);
        }
      }
    }
    expect(missed).toEqual([]);
    expect((await verdictOn(bytes)).status).toBe('ok');
  }, 3_600_000);
});

describe('verifyLog', () => {
  it('S82 says of a whole log and of one cut at the end that the tail is not anchored', async () => {
    const path = join(folder, 'cut.jsonl');
    const lines = split(twenty);
    const head = (await verdictOn(twenty)) as { head: string };
    expect(head).toEqual({ status: 'ok', records: 20, head: expect.stringMatching(/^[0-9a-f]{64}$/), anchored: false });
    writeFileSync(path, Buffer.concat(lines.slice(0, 17)));
    expect(await verifyLog(path)).toMatchObject({ status: 'ok', records: 17, anchored: false });
    expect(await verifyLog(path, { expectHead: head.head })).toEqual({
      status: 'broken',
      seq: 17,
      offset: Buffer.concat(lines.slice(0, 16)).length,
      reason: 'hash is not the expected head',
    });
    expect(await independent.verifyLog(path, head.head)).toMatchObject({ status: 'broken', seq: 17 });
    writeFileSync(path, twenty);
    expect(await verifyLog(path, { expectHead: head.head })).toMatchObject({ status: 'ok', anchored: true });
  });

  it('refuses an expected head that is none', async () => {
    await expect(verifyLog('x', { expectHead: 'A'.repeat(64) })).rejects.toMatchObject({ code: 'bad_argument' });
  });

  it('gives one verdict however the bytes arrive', async () => {
    const torn = twenty.subarray(0, twenty.length - 5);
    for (const piece of [1, 7, 64, 1000]) {
      expect(essence(await judge(readBytes(twenty, piece)))).toEqual(essence(await verdictOn(twenty)));
      expect(await judge(readBytes(torn, piece))).toEqual(await verdictOn(torn));
    }
  });

  it('reads lines longer than its first buffer, up to 64 MiB and not a byte more', async () => {
    const rest = (size: number) => ({ rest: `"kind":"outcome","x":"${'x'.repeat(size)}"` });
    const lineOf = (size: number) => split(seal([start(), rest(size)]))[1] as Buffer;
    const longest = 64 * 1024 * 1024 - (lineOf(0).length - 1);
    for (const [size, status] of [
      [300_000, 'ok'],
      [longest, 'ok'],
      [longest + 1, 'broken'],
    ] as const) {
      const log = seal([start(), rest(size), other(1)]);
      const verdict = await verdictOn(log);
      expect(verdict.status).toBe(status);
      expect(essence(await independent.verify([log]))).toEqual(essence(verdict));
      expect(verdict).toMatchObject(status === 'ok' ? { records: 3 } : { seq: 2, reason: 'line longer than 64 MiB' });
    }
  });
});

function writeSparse(path: string): void {
  writeFileSync(path, '');
  truncateSync(path, 5_000_000_000);
}

describe('S89 not readable', () => {
  const cases: [string, (path: string) => void][] = [
    ['missing', () => {}],
    ['empty', (path) => writeFileSync(path, '')],
    ['folder', (path) => mkdirSync(path)],
    ['FIFO', (path) => execFileSync('mkfifo', [path])],
    ['5 GB sparse', (path) => writeSparse(path)],
    ['text', (path) => writeFileSync(path, 'hello\nworld\n')],
    ['text without line end', (path) => writeFileSync(path, 'hello')],
    ['another log format', (path) => writeFileSync(path, '{"seq":1,"hash":"x"}\n')],
    ['an empty line', (path) => writeFileSync(path, '\n')],
  ];

  it.each(cases)('%s: both verifiers say so, and the example exits with 2', async (name, make) => {
    const path = join(folder, name);
    make(path);
    expect(await verifyLog(path)).toEqual({ status: 'unreadable', reason: expect.stringMatching(/\w/) });
    expect(await independent.verifyLog(path)).toMatchObject({ status: 'unreadable' });
    expect(exitCode(path)).toBe(2);
  });

  it.skipIf(process.getuid?.() === 0)('a file that may not be read', async () => {
    const path = join(folder, 'secret');
    writeFileSync(path, twenty, { mode: 0 });
    expect(await verifyLog(path)).toEqual({ status: 'unreadable', reason: 'EACCES' });
  });

  it('the example exits with 0 and 1 for the other verdicts', () => {
    const path = join(folder, 'exit.jsonl');
    writeFileSync(path, twenty);
    expect(exitCode(path)).toBe(0);
    writeFileSync(path, twenty.subarray(1));
    expect(exitCode(path)).toBe(1);
  });

  function exitCode(path: string): number | null {
    const program = fileURLToPath(new URL('../../../examples/verify-log/verify-log.mjs', import.meta.url));
    return spawnSync(process.execPath, [program, path], { timeout: 20_000 }).status;
  }
});

describe('S87 field boundaries', () => {
  it('("ab","c") and ("a","bc") hash differently, and a hash is bound to the format', () => {
    const pair = (a: string, b: string) => hashOf(`"tool":"${a}","agent":"${b}"`);
    expect(pair('ab', 'c')).not.toBe(pair('a', 'bc'));
    const [first] = split(twenty) as [Buffer];
    const body = first.subarray(0, first.length - 76);
    expect(first.toString().slice(-67, -3)).toBe(hashOf(body));
  });
});
