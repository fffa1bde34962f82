import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createAppender } from '../src/appender.js';
import { type Draft, draft, EMPTY } from '../src/chain.js';
import { createCommitter } from '../src/committer.js';
import { encode } from '../src/encode.js';
import { encodeStart } from '../src/encode-own.js';
import type { Durability } from '../src/index.js';
import { createDisk, type Disk, type Luck, type SyncLuck } from './tools/disk.js';
import { runs } from './tools/runs.js';
import { begin, id, intent, outcome, parse } from './tools/samples.js';
import { verdictOn } from './tools/verifiers.js';

type Step =
  | { readonly do: 'calls'; readonly count: number; readonly close: boolean }
  | { readonly do: 'turns'; readonly count: number }
  | { readonly do: 'writes'; readonly luck: readonly Luck[] }
  | { readonly do: 'truncates'; readonly luck: readonly ('fine' | 'fails')[] }
  | { readonly do: 'syncs'; readonly luck: readonly SyncLuck[] }
  | { readonly do: 'replace' };

const few = <T>(luck: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(luck, { minLength: 1, maxLength: 5 });

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 60,
    arbitrary: fc.record({ do: fc.constant('calls'), count: fc.integer({ min: 1, max: 4 }), close: fc.boolean() }),
  },
  { weight: 40, arbitrary: fc.record({ do: fc.constant('turns'), count: fc.integer({ min: 1, max: 5 }) }) },
  {
    weight: 30,
    arbitrary: fc.record({
      do: fc.constant('writes'),
      luck: few(fc.constantFrom<Luck[]>('fine', 'short', 'none', 'half', 'whole')),
    }),
  },
  {
    weight: 20,
    arbitrary: fc.record({
      do: fc.constant('truncates'),
      luck: few(fc.constantFrom<('fine' | 'fails')[]>('fine', 'fails')),
    }),
  },
  {
    weight: 30,
    arbitrary: fc.record({
      do: fc.constant('syncs'),
      luck: few(fc.constantFrom<SyncLuck[]>('fine', 'forgets', 'keeps')),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('replace') }) },
) as fc.Arbitrary<Step>;

interface Told {
  readonly name: string;
  readonly isDurable: boolean;
  readonly end: 'resolved' | 'rejected';
  /** Why it was rejected. */
  readonly code?: string;
}

const nameOf = (kind: string, call: string | undefined): string => `${kind} ${call}`;
const recordsOf = (bytes: Buffer) => parse(bytes.toString());
const namesOf = (bytes: Buffer): string[] => recordsOf(bytes).map(({ kind, call }) => nameOf(kind, call));

/** Carries the steps out. Whenever a record of mode `sync` resolves, a power cut is looked at. */
async function play(
  disk: Disk,
  durability: Durability,
  steps: readonly Step[],
): Promise<{ told: Told[]; closed: boolean }> {
  const hold = { isHeld: () => true, release: () => undefined };
  const opened = { path: 'log', fd: 1, hold, size: 0, head: { ...EMPTY, log: 'x' }, openCalls: [] };
  const committer = createCommitter(
    createAppender(opened, disk.files, () => 1_000),
    durability,
  );
  await committer.submit(draft(encodeStart('x', begin, durability, { tornBytes: 0, openCalls: 0 })), true);
  const told: Told[] = [];
  const lost: string[] = [];
  let calls = 0;

  function submit(kind: 'intent' | 'outcome', call: number, isDurable: boolean): Promise<void> {
    const body = encode(kind === 'intent' ? intent(call) : outcome(call));
    const next: Draft = { body, call: id(call), effect: kind === 'intent' ? 'opens' : 'closes' };
    const name = nameOf(kind, id(call));
    return committer.submit(next, isDurable).then(
      () => {
        told.push({ name, isDurable, end: 'resolved' });
        const image = isDurable && durability === 'sync' ? disk.durable() : disk.seen();
        if (!namesOf(image).includes(name)) lost.push(name);
      },
      ({ code }) => void told.push({ name, isDurable, end: 'rejected', code }),
    );
  }

  for (const one of steps) {
    if (one.do === 'calls') {
      for (let index = 0; index < one.count; index += 1) {
        const call = calls++;
        void submit('intent', call, true).then(() => {
          const wasRecorded = told.some(({ name, end }) => name === nameOf('intent', id(call)) && end === 'resolved');
          if (one.close && wasRecorded) void submit('outcome', call, false);
        });
      }
    } else if (one.do === 'turns') for (let index = 0; index < one.count; index += 1) await turn();
    else if (one.do === 'writes') disk.writes.push(...one.luck);
    else if (one.do === 'truncates') disk.truncates.push(...one.luck);
    else if (one.do === 'syncs') disk.syncs.push(...one.luck);
    else disk.replace();
  }
  for (let index = 0; index < 20; index += 1) await turn();
  const closed = await committer.close().then(
    () => true,
    () => false,
  );
  await turn();
  expect(lost).toEqual([]);
  return { told, closed };
}

it.each(['sync', 'os'] as const)(
  'R20 R21 R23 R26 no sequence of failing writes, truncations and fsyncs loses what was promised, or breaks the chain (%s)',
  async (durability) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const disk = createDisk();
        const { told, closed } = await play(disk, durability, steps);
        const verdict = await verdictOn(disk.seen());
        if (verdict.status !== 'ok') expect(['torn tail', 'empty']).toContain(verdict.reason);

        const names = namesOf(disk.seen());
        expect(new Set(names).size).toBe(names.length);
        // A disk that forgets and never works again may lose what waited for no fsync; nothing else.
        const kept = told.filter(
          ({ end, isDurable }) => end === 'resolved' && (closed || (isDurable && durability === 'sync')),
        );
        expect(kept.filter(({ name }) => !names.includes(name))).toEqual([]);
        // Nobody touched the file, so nothing looks as if somebody had.
        if (!steps.some((one) => one.do === 'replace')) expect(told.map(({ code }) => code)).not.toContain('changed');
        if (!closed) return;

        // What close promises: all on disk, every outcome there with its own status, no refused intent left open.
        expect(verdict.status).toBe('ok');
        expect(disk.durable().subarray(0, disk.seen().length).equals(disk.seen())).toBe(true);
        const refused = told.filter(({ end }) => end === 'rejected').map(({ name }) => name);
        expect(refused.filter((name) => name.startsWith('outcome') && !names.includes(name))).toEqual([]);
        const open = refused.filter((name) => name.startsWith('intent') && names.includes(name));
        expect(open.filter((name) => !names.includes(name.replace('intent', 'outcome')))).toEqual([]);
      }),
      runs(300, 23),
    );
  },
);
