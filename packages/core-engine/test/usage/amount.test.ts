import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mostAmount, readLimit, toAmount, writeAmount } from '../../src/usage/amount.js';
import { runs } from '../runs.js';

test.each([
  [0, 0n],
  [-0, 0n],
  [1, 1_000_000n],
  [499.99, 499_990_000n],
  [0.1, 100_000n],
  [0.000001, 1n],
  [1e-7, 1n],
  [5e-324, 1n],
  [1.0000001, 1_000_001n],
  [0.1 + 0.2, 300_001n], // 0.30000000000000004
  [123456.789012, 123_456_789_012n],
  [1e12, 1_000_000_000_000_000_000n],
])('%s is %s millionths', (value, amount) => {
  expect(toAmount(value)).toBe(amount);
});

test.each([-1, -1e-300, -1e9, Number.NaN, Infinity, -Infinity, 1e12 + 0.001, 1e21, Number.MAX_VALUE])(
  'S32 %s is no amount',
  (value) => {
    expect(toAmount(value)).toBeUndefined();
  },
);

test.each<unknown>(['499', [499], { v: 499 }, true, null, undefined])(
  'S32 %j is no amount, whatever its type was said to be',
  (value) => {
    expect(toAmount(value as number)).toBeUndefined();
  },
);

test.each([
  ['0', 0n],
  ['2000', 2_000_000_000n],
  ['0.1', 100_000n],
  ['12.345678', 12_345_678n],
  ['1000000000000', mostAmount],
])('%s is a limit', (text, amount) => {
  expect(readLimit(text)).toBe(amount);
});

const noLimits = [
  '',
  ' 1',
  '1 ',
  '1\n',
  '-1',
  '-0',
  '+1',
  'nan',
  'NaN',
  'inf',
  '-Infinity',
  '1e3',
  '0x10',
  '5_0',
  '1,000',
];
const noLimitsEither = [
  '01',
  '.5',
  '5.',
  '1.2345678',
  '1000000000000.1',
  '1000000000001',
  '9'.repeat(400),
  '１２',
  '٣',
  '५',
  '1n',
];

test.each([...noLimits, ...noLimitsEither])('%j is no limit', (text) => {
  expect(readLimit(text)).toBeUndefined();
});

test('an amount is never less than its number, and not a millionth more', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (value) => {
      const amount = toAmount(value) as bigint;
      // As text, because a double times a million is not that number.
      const [whole = '', fraction = ''] = value.toFixed(30).split('.');
      const exact = BigInt(whole + fraction); // 10^-30
      const step = 10n ** 24n;
      const distance = amount * step - exact;
      const blur = BigInt(Math.ceil(value * 2 ** -52 * 1e15)) * 10n ** 15n + 10n ** 15n; // shortest text against all digits
      expect(distance > -blur && distance < step + blur).toBe(true);
    }),
    runs(2_000),
  );
});

test('what is written is read as the same', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: mostAmount }), (amount) => {
      expect(readLimit(writeAmount(amount))).toBe(amount);
    }),
    runs(1_000),
  );
});

test('S34 a tenth twenty thousand times is two thousand', () => {
  let sum = 0n;
  for (let n = 0; n < 20_000; n += 1) sum += toAmount(0.1) as bigint;
  expect(sum).toBe(readLimit('2000'));
});
