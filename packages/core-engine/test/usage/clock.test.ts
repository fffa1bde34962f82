import { expect, test } from 'vitest';
import { openWindowClock } from '../../src/usage/clock.js';

test('by the wall clock alone it stands still where that is set back, and no window of then ends', () => {
  const clock = openWindowClock();
  expect(clock(100)).toEqual({ at: 100, past: 100 });
  expect(clock(40)).toEqual({ at: 100, past: 40 });
  expect(clock(90, 130)).toEqual({ at: 130, past: 90 });
  expect(clock(140, 120)).toEqual({ at: 140, past: 140 });
});

test('beside a clock that nobody can set it goes no faster than that, and not ahead of the wall clock', () => {
  let tick = 7;
  const clock = openWindowClock(() => tick);
  expect(clock(100)).toEqual({ at: 100, past: 100 });
  tick += 10.75;
  expect(clock(5000)).toEqual({ at: 110, past: 110 });
  tick += 100;
  expect(clock(150)).toEqual({ at: 150, past: 150 });
  expect(clock(60)).toEqual({ at: 150, past: 60 });
});

test('it begins where others are, and follows them', () => {
  let tick = 0;
  const clock = openWindowClock(() => tick);
  expect(clock(100, 1000)).toEqual({ at: 1000, past: 100 });
  tick = 50;
  expect(clock(2000, 1000)).toEqual({ at: 1050, past: 1050 });
  expect(clock(2000, 1200)).toEqual({ at: 1200, past: 1200 });
  expect(clock(2000, 1100)).toEqual({ at: 1200, past: 1200 });
});
