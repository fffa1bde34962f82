import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Files, systemFiles } from '../src/files.js';
import { type Log, openLog, verifyLog } from '../src/index.js';
import { LOG_ID, other, seal, split, start } from './tools/forge.js';
import { begin, id, intent, outcome, parse, temporaryFolder } from './tools/samples.js';
import { independent } from './tools/verifiers.js';

const folder = temporaryFolder();

interface Listing {
  readonly kind: string;
  readonly seq: number;
  readonly calls?: readonly string[];
}

const listings = (path: string): Listing[] =>
  parse(readFileSync(path, 'utf8')).filter(({ kind }) => kind === 'open') as unknown as Listing[];

/** The system's files, counting what is read. */
function countingFiles(): Files & { readonly bytes: () => number } {
  let bytes = 0;
  return {
    ...systemFiles,
    bytes: () => bytes,
    read: async (fd, into, position) => {
      const count = await systemFiles.read(fd, into, position);
      bytes += count;
      return count;
    },
  };
}

/** Pairs of intent and outcome, but no outcome for the calls in `left`. */
async function write(log: Log, from: number, to: number, left: ReadonlySet<number>): Promise<void> {
  for (let index = from; index < to; index += 500) {
    const calls = Array.from({ length: Math.min(500, to - index) }, (_, at) => index + at);
    await Promise.all(calls.map((call) => log.record(intent(call))));
    await Promise.all(calls.filter((call) => !left.has(call)).map((call) => log.note(outcome(call))));
  }
}

const open = (path: string, files: Files = systemFiles) => openLog({ path, durability: 'os', start: begin, files });

describe('lists of open calls', () => {
  it('stand at every ten-thousandth record, and recovery reads from the last one', async () => {
    const path = join(folder, 'long.jsonl');
    const log = await open(path);
    await write(log, 0, 17_000, new Set([3, 9_000, 16_999]));
    await log.close();
    expect(listings(path).map(({ seq }) => seq)).toEqual([10_000, 20_000, 30_000]);
    expect(listings(path)[0]?.calls).toContain(id(3));
    expect(listings(path)[2]?.calls).toEqual(expect.arrayContaining([id(3), id(9_000)]));
    const whole = readFileSync(path);
    expect(await verifyLog(path)).toMatchObject({ status: 'ok', records: 34_001 });
    expect((await independent.verifyLog(path)).status).toBe('ok');

    const files = countingFiles();
    const again = await open(path, files);
    await again.close();
    expect(again.recovered).toEqual({ tornBytes: 0, openCalls: 3 });
    const tail = parse(readFileSync(path).subarray(whole.length).toString());
    expect(tail.map(({ kind, call }) => `${kind} ${Number.parseInt(String(call), 16)}`)).toEqual([
      'start NaN',
      'outcome 3',
      'outcome 9000',
      'outcome 16999',
    ]);
    expect(files.bytes()).toBeLessThan(whole.length / 2);
    expect((await verifyLog(path)).status).toBe('ok');

    // The log id comes from the first record; what lies between is not read by a start.
    const lines = split(whole);
    const between = Buffer.from(lines[5_000] as Buffer);
    between[200] = (between[200] as number) ^ 1;
    writeFileSync(path, Buffer.concat(lines.with(5_000, between)));
    const third = await open(path);
    await third.close();
    expect(third.log).toBe(log.log);
    expect(await verifyLog(path)).toMatchObject({ status: 'broken', seq: 5_001 });
    for (const at of [29_999, 30_000, 33_000]) {
      const broken = Buffer.from(lines[at] as Buffer);
      broken[200] = (broken[200] as number) ^ 1;
      writeFileSync(path, Buffer.concat(lines.with(at, broken)));
      await expect(open(path)).rejects.toMatchObject({ code: 'broken' });
    }
  });

  it('are no reason to pass over the first record, which says what log it is', async () => {
    const path = join(folder, 'first.jsonl');
    const sealed = split(
      seal([
        start(),
        { rest: `"kind":"intent","call":"${id(7)}"` },
        { rest: `"kind":"open","calls":["${id(7)}"]` },
        other(1),
      ]),
    );
    const flipped = Buffer.from(sealed[0] as Buffer);
    flipped[200] = (flipped[200] as number) ^ 1;
    const firsts = [
      [flipped, { code: 'broken', message: expect.stringContaining('record 1 at byte 0') }],
      [sealed[1] as Buffer, { code: 'broken', message: expect.stringContaining('record 1 at byte 0') }],
      [Buffer.from('hello\n'), { code: 'not_a_log' }],
    ] as const;
    for (const [first, expected] of firsts) {
      const bytes = Buffer.concat([first, ...sealed.slice(1)]);
      writeFileSync(path, bytes);
      await expect(open(path)).rejects.toMatchObject(expected);
      expect(readFileSync(path).equals(bytes)).toBe(true);
    }
    writeFileSync(path, Buffer.concat(sealed));
    const log = await open(path);
    await log.close();
    expect(log).toMatchObject({ log: LOG_ID, recovered: { tornBytes: 0, openCalls: 1 } });
  });

  it('R21 are read from the one before when the last one is torn', async () => {
    const path = join(folder, 'torn.jsonl');
    const log = await open(path);
    await write(log, 0, 10_000, new Set([7]));
    await log.close();
    const lines = split(readFileSync(path));
    expect(String(lines[19_999])).toContain('"kind":"open"');
    const torn = lines[19_999]?.subarray(0, -20) as Buffer;
    writeFileSync(path, Buffer.concat([...lines.slice(0, 19_999), torn]));
    const again = await open(path);
    await again.close();
    expect(again.recovered).toEqual({ tornBytes: torn.length, openCalls: 3 });
    // Call 7, and two whose outcomes were cut off here. The list takes the place again that it had, before the start.
    expect(parse(readFileSync(path, 'utf8')).slice(19_999, 20_001)).toMatchObject([
      { kind: 'open' },
      { kind: 'start' },
    ]);
    expect((await verifyLog(path)).status).toBe('ok');
  });

  it('hold 10,000 calls in flight, written in one turn, and nothing when none is open', async () => {
    const path = join(folder, 'many.jsonl');
    const log = await open(path);
    await Promise.all(Array.from({ length: 9_998 }, (_, index) => log.record(intent(index))));
    await Promise.all(Array.from({ length: 9_998 }, (_, index) => log.note(outcome(index))));
    await log.note({ kind: 'session', event: 'closed', session: 's' });
    await log.note({ kind: 'stop', reason: 'fault' });
    await log.close();
    const [first, second] = listings(path);
    expect(first).toMatchObject({ seq: 10_000, calls: Array.from({ length: 9_998 }, (_, index) => id(index)) });
    expect(second).toMatchObject({ seq: 20_000 });
    expect(second).not.toHaveProperty('calls');
    const again = await open(path);
    await again.close();
    expect(again.recovered.openCalls).toBe(0);
  });

  it('are found where a text says the same, and where lines are longer than what is read at once', async () => {
    const path = join(folder, 'wide.jsonl');
    const log = await open(path);
    await write(log, 0, 5_010, new Set([1, 2]));
    const tool = `${'x'.repeat(300_000)}\n{"v":1,"seq":9,"kind":"open"`;
    for (const call of [6_001, 6_002, 6_003]) await log.record({ ...intent(call), tool });
    await log.close();
    const files = countingFiles();
    const again = await open(path, files);
    await again.close();
    expect(again.recovered.openCalls).toBe(5);
    expect((await verifyLog(path)).status).toBe('ok');
  });
});
