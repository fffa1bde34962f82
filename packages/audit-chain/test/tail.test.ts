import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openLog, type TailItem, tailLog } from '../src/index.js';
import { other, seal, split, start } from './tools/forge.js';
import { begin, intent, temporaryFolder } from './tools/samples.js';

const folder = temporaryFolder();
const log = (records: number) =>
  seal([start(), ...Array.from({ length: records - 1 }, (_, index) => other(index + 1))]);
const file = (name: string, content: Uint8Array | string) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const linesOf = (bytes: Buffer) => split(bytes).map((line) => line.toString().trimEnd());

async function read(path: string, last: number): Promise<TailItem[]> {
  const items: TailItem[] = [];
  for await (const item of tailLog(path, { last, follow: false })) items.push(item);
  return items;
}

/** Follows a log; `next` waits for as many further items. */
function follow(path: string, last = 0): (count: number) => Promise<(string | TailItem)[]> {
  const items = tailLog(path, { last, follow: true });
  onTestFinished(async () => void (await items.return(undefined)));
  return async (count) => {
    const found: (string | TailItem)[] = [];
    while (found.length < count) {
      const { value, done } = await items.next();
      if (done) break;
      found.push(value.kind === 'record' ? value.line : value);
    }
    return found;
  };
}

describe('the end of a log', () => {
  it.each([0, 1, 2, 399, 400, 401, 999_999_999])('is its last %d records', async (last) => {
    const bytes = log(400);
    const expected = last === 0 ? [] : linesOf(bytes).slice(-last);
    expect(await read(file('last.jsonl', bytes), last)).toEqual(expected.map((line) => ({ kind: 'record', line })));
  });

  it('says that the last line is unfinished', async () => {
    const bytes = log(3);
    const items = await read(file('torn.jsonl', bytes.subarray(0, -10)), 1);
    const [, second, third] = linesOf(bytes);
    expect(items).toEqual([
      { kind: 'record', line: second },
      { kind: 'unfinished', bytes: String(third).length + 1 - 10 },
    ]);
  });

  it('is refused of what is no log', async () => {
    await expect(read(file('empty.jsonl', ''), 1)).rejects.toMatchObject({ code: 'not_a_log' });
    await expect(read(file('text.jsonl', 'hello\n'), 1)).rejects.toMatchObject({ code: 'not_a_log' });
    await expect(read(folder, 1)).rejects.toMatchObject({ code: 'not_a_file' });
    await expect(read(join(folder, 'none'), 1)).rejects.toMatchObject({ code: 'cannot_open' });
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    await expect(read(join(folder, 'fifo'), 1)).rejects.toMatchObject({ code: 'not_a_file' });
  });
});

describe('a log that is followed', () => {
  it('tells each record when it is whole, from an empty file on', async () => {
    const path = file('grow.jsonl', '');
    const next = follow(path);
    const [first, second, third] = split(log(3)) as [Buffer, Buffer, Buffer];
    appendFileSync(path, first.subarray(0, 50));
    const found = next(3);
    setTimeout(() => appendFileSync(path, Buffer.concat([first.subarray(50), second])), 300);
    setTimeout(() => appendFileSync(path, third), 600);
    expect(await found).toEqual(linesOf(log(3)));
  });

  it('tells what its writer records', async () => {
    const path = join(folder, 'written.jsonl');
    const writer = await openLog({ path, durability: 'os', start: begin });
    const next = follow(path, 1);
    expect(await next(1)).toEqual([expect.stringContaining('"kind":"start"')]);
    await writer.record(intent(1));
    expect(await next(1)).toEqual([expect.stringContaining('"kind":"intent"')]);
    await writer.close();
  });

  it('says when it is gone and when another one is there, which it reads from the beginning', async () => {
    const path = file('replaced.jsonl', log(5));
    const next = follow(path, 1);
    expect(await next(1)).toHaveLength(1);
    renameSync(path, `${path}.old`);
    expect(await next(1)).toEqual([{ kind: 'gone' }]);
    appendFileSync(`${path}.old`, split(log(6))[5] as Buffer);
    writeFileSync(path, log(2));
    expect(await next(4)).toEqual([linesOf(log(6))[5], { kind: 'replaced' }, ...linesOf(log(2))]);
    rmSync(path);
    execFileSync('mkfifo', [path]);
    await expect(next(9)).rejects.toMatchObject({ code: 'not_a_file' });
  });

  it('ends with an error of its own where the name cannot be looked up any more, or a read fails', async () => {
    const path = file('loop.jsonl', log(2));
    const next = follow(path, 1);
    await next(1);
    rmSync(path);
    symlinkSync(path, path);
    await expect(next(9)).rejects.toMatchObject({ code: 'cannot_open' });
    await expect(read('/proc/self/mem', 1)).rejects.toMatchObject({ code: 'cannot_open' });
  });

  it('says when it is cut, and goes on from there', async () => {
    const path = file('cut.jsonl', log(5));
    const next = follow(path, 1);
    await next(1);
    const [first, second] = split(readFileSync(path)) as [Buffer, Buffer];
    truncateSync(path, first.length);
    expect(await next(1)).toEqual([{ kind: 'cut', size: first.length }]);
    appendFileSync(path, second);
    expect(await next(1)).toEqual([second.toString().trimEnd()]);
  });
});
