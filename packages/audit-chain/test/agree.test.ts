import { describe, expect, it } from 'vitest';
import { LOG_ID, other, type Parts, seal, split, start } from './tools/forge.js';
import { dice, edits, forgeries, oddities, randomLog } from './tools/tamper.js';
import { essence, type Found, independent, verdictOn } from './tools/verifiers.js';

/** One verdict of two verifiers. */
async function agreed(bytes: Buffer): Promise<Partial<Found>> {
  const ours = await verdictOn(bytes);
  const theirs = await independent.verify([bytes]);
  expect(essence(theirs)).toEqual(essence(ours));
  expect(essence(await independent.verify(split(bytes)))).toEqual(essence(ours));
  return essence(ours);
}

/** A log whose record `at` is spelt otherwise; the same time everywhere but there. */
const forged = (at: number, change: Partial<Parts>, behind = 3) =>
  seal(
    [start(), ...Array.from({ length: at + behind }, (_, index) => other(index))].with(at, { ...other(at), ...change }),
  );

describe('S81 S86 S87: two verifiers agree on', () => {
  it('300 generated broken logs', async () => {
    const roll = dice(20260302);
    const names = Object.keys(edits);
    const passed: string[] = [];
    for (let round = 0; round < 300; round += 1) {
      const name = names[round % names.length] as string;
      const lines = split(seal(randomLog(roll)));
      const at = roll(lines.length - 1);
      const bytes = Buffer.concat((edits[name] as (typeof edits)[string])(lines, at, roll));
      const verdict = await agreed(bytes);
      if (verdict.status !== 'broken')
        passed.push(`${round} ${name} at ${at} of ${lines.length}: ${JSON.stringify(verdict)}`);
    }
    expect(passed).toEqual([]);
  });

  it.each(Object.keys(forgeries))('a log computed anew with %s', async (name) => {
    const change = forgeries[name] as Partial<Parts>;
    expect(await agreed(forged(1, change))).toMatchObject({ status: 'broken', seq: 2 });
    const deep = await agreed(forged(9, change.seq === undefined ? change : { seq: change.seq.replace('2', '10') }));
    expect(deep).toMatchObject({ status: 'broken', seq: 10 });
  });

  it.each(Object.keys(oddities))('a log computed anew with %s, which nothing forbids', async (name) => {
    expect(await agreed(forged(3, oddities[name] as Partial<Parts>, 0))).toMatchObject({ status: 'ok', records: 4 });
  });

  it('a log whose first record is not a start, has no log or another number', async () => {
    for (const first of [
      other(1),
      { rest: '"kind":"start"' },
      { ...start(), seq: '2' },
      { ...start(), prev: 'a'.repeat(64) },
    ]) {
      expect(await agreed(seal([first, other(2)]))).toEqual({ status: 'broken', seq: 1, offset: 0 });
    }
  });

  it.each([
    ['in another record', { rest: String.raw`"kind":"note","log":"${LOG_ID}","\\u0":0` }],
    ['in a start', { rest: String.raw`"kind":"start","log":"${LOG_ID}","\\u0":0` }],
  ])('a start of another log whose id has an escaped name, behind a name like that escape %s', async (_, before) => {
    // JSON.parse of Node 24 and 26 reads the escaped name as the one before it (nodejs/node#63785), and then sees one id only.
    const joined = { rest: String.raw`"kind":"start","log":"${LOG_ID}","\u006cog":"another"` };
    expect(await agreed(seal([start(), before, joined]))).toMatchObject({ status: 'broken', seq: 3 });
  });

  it('a start whose only id has an escaped name, in whatever white space and behind whatever strings', async () => {
    const first = {
      rest: String.raw`"kind":"start","a\"":["\"\\","log\u0022:"] , "\u006c\u006fg" : "${LOG_ID}","z":"\\"`,
    };
    expect(await agreed(seal([first, { rest: `"kind":"start","log":"${LOG_ID}"` }]))).toMatchObject({ status: 'ok' });
    expect(await agreed(seal([first, start('another')]))).toMatchObject({ status: 'broken', seq: 2 });
  });

  it('what is a log at all', async () => {
    const [first] = split(seal([start()])) as [Buffer];
    const tail = first.subarray(-76);
    for (const [bytes, status] of [
      [Buffer.from('{"v":1,"seq":'), 'broken'],
      [Buffer.from('{"v":1,"seq":\n'), 'broken'],
      [Buffer.from('{"v":1'), 'broken'],
      [Buffer.from('{"v":1\n'), 'unreadable'],
      [Buffer.from('{"v":2,"seq":1'), 'unreadable'],
      [Buffer.concat([Buffer.from('junk'), tail]), 'broken'],
      [Buffer.concat([Buffer.from('junk'), tail.subarray(0, -1)]), 'broken'],
      [tail, 'broken'],
      [tail.subarray(1), 'unreadable'],
      [Buffer.from('\n'), 'unreadable'],
      [Buffer.from(''), 'unreadable'],
      [Buffer.concat([Buffer.from('\n'), first]), 'unreadable'],
      [Buffer.concat([Buffer.from('\ufeff'), first]), 'broken'],
      [first.subarray(1), 'broken'],
    ] as const) {
      expect(await agreed(bytes)).toMatchObject({ status });
    }
  });
});
