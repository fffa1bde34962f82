import { expect, test } from 'vitest';
import { remember } from '../../src/policy/match/remember.js';

/** How often each name was looked up. */
function counted(sizeOf: (found: string) => number = () => 0) {
  const finds = new Map<string, number>();
  const ask = remember((name) => {
    finds.set(name, (finds.get(name) ?? 0) + 1);
    return `found ${name}`;
  }, sizeOf);
  return { ask, times: (name: string) => finds.get(name) ?? 0 };
}

const flood = (ask: (name: string) => unknown, count: number, length = 0) => {
  for (let n = 0; n < count; n += 1) ask(`flood-${n}`.padEnd(length, 'x'));
};

test('a name that comes again is not looked up again, and each has its own answer', () => {
  const { ask, times } = counted();
  expect([ask('a'), ask('b'), ask('a'), ask('')]).toEqual(['found a', 'found b', 'found a', 'found ']);
  expect([times('a'), times('b'), times('')]).toEqual([1, 1, 1]);
});

test('of names that nobody repeats at most two generations of 512 are kept', () => {
  const { ask, times } = counted();
  ask('first');
  flood(ask, 1_023);
  expect(ask('first')).toBe('found first');
  expect(times('first')).toBe(1);
  const other = counted();
  other.ask('first');
  flood(other.ask, 1_024);
  other.ask('first');
  expect(other.times('first')).toBe(2);
});

test('a name in use outlives a flood', () => {
  const { ask, times } = counted();
  for (let n = 0; n < 10_000; n += 1) {
    if (n % 500 === 0) ask('in use');
    ask(`flood-${n}`);
  }
  expect(times('in use')).toBe(1);
});

test('a name over 256 units is not kept', () => {
  const { ask, times } = counted();
  const [kept, long] = ['k'.repeat(256), 'l'.repeat(257)];
  for (const name of [kept, long, kept, long]) expect(ask(name)).toBe(`found ${name}`);
  expect([times(kept), times(long)]).toEqual([1, 2]);
});

test('what is found counts too: 1 MiB a generation', () => {
  const { ask, times } = counted((found) => (found === 'found first' ? 0 : 100 * 1024));
  ask('first');
  flood(ask, 19);
  ask('first');
  expect(times('first')).toBe(1);
  const other = counted(() => 100 * 1024);
  other.ask('first');
  flood(other.ask, 20);
  other.ask('first');
  expect(other.times('first')).toBe(2);
});

test('the names count, two bytes a unit', () => {
  const { ask, times } = counted();
  // A name of 256 units is 512 bytes. With 1,500 bytes found there are 490 a generation, without its bytes 512.
  const heavy = counted(() => 1_500);
  ask('first');
  heavy.ask('first');
  flood(ask, 1_000, 256);
  flood(heavy.ask, 1_000, 256);
  ask('first');
  heavy.ask('first');
  expect([times('first'), heavy.times('first')]).toEqual([1, 2]);
});

test('what is larger than a generation is not kept and drives nothing out', () => {
  const { ask, times } = counted((found) => (found === 'found huge' ? 2 * 1024 * 1024 : 0));
  ask('a');
  ask('huge');
  ask('huge');
  ask('a');
  expect([times('a'), times('huge')]).toEqual([1, 2]);
});
