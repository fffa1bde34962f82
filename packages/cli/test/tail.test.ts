import { describe, expect, it } from 'vitest';
import { describeRecord } from '../src/commands/describe-record.js';
import { tail } from '../src/commands/tail.js';
import type { Surroundings, TailItem, Tools } from '../src/parts.js';

const head = { v: 1, seq: 7, ts: '2026-03-02T09:14:16.676Z', prev: 'p' };
const line = (members: object) => JSON.stringify({ ...head, ...members, hash: 'h' });
const call = 'd4735e3a265e16eee03f59718b9b5d03';

const cases: readonly [object, string][] = [
  [
    {
      kind: 'denied',
      call,
      method: 'tools/call',
      tool: 'rm',
      decision: { policy: 'p', rule: 'r', code: 'OSTIARY_DENIED' },
    },
    'denied  d4735e3a tools/call rm OSTIARY_DENIED by p/r',
  ],
  [
    { kind: 'intent', call, method: 'sampling/createMessage', from: 'server', decision: { effect: 'allow' } },
    'intent  d4735e3a sampling/createMessage (from the server)',
  ],
  [{ kind: 'outcome', call, result: { status: 'ok', ms: 8, bytes: 118 } }, 'outcome d4735e3a ok 8 ms 118 bytes'],
  [{ kind: 'outcome', call, result: { status: 'unknown' } }, 'outcome d4735e3a unknown'],
  [
    { kind: 'refused', from: 'agent', code: 'OSTIARY_MALFORMED', reason: 'depth', bytes: 9 },
    'refused from the agent OSTIARY_MALFORMED depth',
  ],
  [
    {
      kind: 'refused',
      counts: [
        { from: 'agent', code: 'C', reason: 'depth', count: 900 },
        { from: 'server', code: 'C', reason: 'x', count: 2 },
      ],
    },
    'refused 900 times from the agent C depth; 2 times from the server C x',
  ],
  [{ kind: 'open', calls: ['a', 'b'] }, 'open    2 calls are open'],
  [{ kind: 'open' }, 'open    0 calls are open'],
  [
    { kind: 'start', version: '1.0.0', durability: 'os', policies: [{ name: 'a' }, { name: 'b' }] },
    'start   version 1.0.0 os a b',
  ],
  [{ kind: 'admin', event: 'clock_went_back' }, 'admin   clock_went_back'],
  [{ kind: 'stop', reason: 'sigterm' }, 'stop    sigterm'],
];

describe('a record for people', () => {
  it.each(cases)('%j', (members, expected) => {
    expect(describeRecord(line(members))).toBe(`2026-03-02T09:14:16.676Z      7 ${expected}`);
  });

  it.each(['', 'hello', 'null', '[1]', '"text"', '{"seq":1}', '{"kind":{"toString":1}}'])('of %j is none', (text) => {
    expect(describeRecord(text)).toBe(`not a record: ${text}`);
  });

  it('stands whatever the members are', () => {
    for (const value of [null, 1, 'x', [], [null], {}, { result: null }, true]) {
      for (const kind of ['intent', 'outcome', 'refused', 'session', 'start', 'open', 'other']) {
        const names = ['call', 'decision', 'result', 'counts', 'client', 'policies', 'calls', 'tool', 'from'];
        expect(describeRecord(line({ kind, ...Object.fromEntries(names.map((name) => [name, value])) }))).toContain(
          kind,
        );
      }
    }
  });
});

function run(items: readonly TailItem[], options: object): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const around = {
    env: {},
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
  } as unknown as Surroundings;
  const parts = {
    logFolder: () => '/nowhere',
    visible: (text: string) => text.replaceAll('\u001b', '\\x1b'),
    async *tailLog() {
      yield* items;
    },
  } as unknown as Tools;
  return tail({ lines: '10', format: 'text', audit: 'a\u001b.jsonl', ...options }, parts, around).then((code) => ({
    code,
    out,
    err,
  }));
}

describe('ostiary audit tail', () => {
  const hostile = line({ kind: 'stop', reason: '\u001b[2J' }).replace('\\u001b', '\u001b');

  it('prints what comes from outside visibly, and what happens to the file on the other side', async () => {
    const items: TailItem[] = [
      { kind: 'record', line: `broken \u001b[2J` },
      { kind: 'gone' },
      { kind: 'replaced' },
      { kind: 'cut', size: 5 },
      { kind: 'unfinished', bytes: 3 },
    ];
    const { code, out, err } = await run(items, {});
    expect([code, out]).toEqual([0, 'not a record: broken \\x1b[2J\n']);
    expect(err.split('\n')).toEqual([
      'ostiary: `a\\x1b.jsonl` is gone',
      'ostiary: `a\\x1b.jsonl` was replaced; this is the new file from its beginning',
      'ostiary: `a\\x1b.jsonl` was cut to 5 bytes',
      'ostiary: `a\\x1b.jsonl` ends in 3 bytes of an unfinished record',
      '',
    ]);
  });

  it('prints lines as they stand as JSON, but for what a terminal would act on', async () => {
    const plain = line({ kind: 'stop', reason: 'caf\u00e9 \\u001b' });
    expect((await run([{ kind: 'record', line: plain }], { format: 'json' })).out).toBe(`${plain}\n`);
    const { out } = await run([{ kind: 'record', line: hostile }], { format: 'json' });
    expect(out).not.toMatch(/(?!\n)\p{Cc}/u);
    expect(JSON.parse(out).reason).toBe('\u001b[2J');
    const torn = await run([{ kind: 'record', line: 'a\u009b2J\r\u2028b' }], { format: 'json' });
    expect(torn.out).toBe('a\\u009b2J\\u000d\\u2028b\n');
  });

  it.each(['', 'x', '-1', '1.5', '1e3', '9999999999'])('refuses %j as a number of records', async (lines) => {
    await expect(run([], { lines })).rejects.toMatchObject({ exitCode: 2 });
  });

  it('names the default folder when no log is named', async () => {
    await expect(run([], { audit: undefined })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('/nowhere'),
    });
  });
});
