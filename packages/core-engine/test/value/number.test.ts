import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readNumber } from '../../src/value/number.js';
import { Inexact } from '../../src/value/value.js';
import { runs } from '../runs.js';

const exact: (readonly [string, number])[] = [
  ...([
    ['0', 0],
    ['-0', 0],
    ['-0.0e5', 0],
    ['0e999999999999999', 0],
    ['1.0', 1],
    ['1e2', 100],
    ['100', 100],
  ] as const),
  ...([
    ['0.1', 0.1],
    ['1E-1', 0.1],
    ['-2.50', -2.5],
    ['9007199254740992', 2 ** 53],
    ['9007199254740994', 2 ** 53 + 2],
  ] as const),
  ...([
    ['1e23', 1e23],
    ['1e308', 1e308],
    ['5e-324', 5e-324],
    ['123456789012345680000', 123456789012345680000],
  ] as const),
  ['0.1000000000000000055511151231257827021181583404541015625', 0.1],
  ['1.7976931348623157e308', Number.MAX_VALUE],
  [BigInt(Number.MAX_VALUE).toString(), Number.MAX_VALUE],
  [`1${'0'.repeat(22)}`, 1e22],
  [`0.${'0'.repeat(400_000)}1e400001`, 1],
  [`1${'0'.repeat(400_000)}e-400000`, 1],
  [`7e${'0'.repeat(400_000)}1`, 70],
];

test.each(exact.map(([text, number]) => [text.slice(0, 60), text, number] as const))(
  '%s is exact',
  (_, text, number) => {
    expect(readNumber(text)).toBe(number);
  },
);

const inexact = [
  ...['9007199254740993', '-9007199254740993', '1e999', '-1e999', '1e-400', '0.10000000000000000001'],
  ...['499.99999999999999999', '0.30000000000000000001', '100000000000000000000001', '4e-324', '1e1000000000'],
  ...[`1e${'9'.repeat(400_000)}`, `1e-${'9'.repeat(400_000)}`, '3'.repeat(400_000), `0.${'1'.repeat(400_000)}`],
  // One digit off from a double's own value.
  '0.1000000000000000055511151231257827021181583404541015626',
];

test.each(inexact.map((text) => [text.slice(0, 60), text]))('%s is not exact', (_, text) => {
  const read = readNumber(text);
  expect(read).toBeInstanceOf(Inexact);
  expect((read as Inexact).text).toBe(text);
});

/** Short texts only: everything here is a fraction of big integers. */
function isExact(text: string): boolean {
  const number = Number(text);
  if (!Number.isFinite(number)) return false;
  const [one, other] = [fractionOf(text), ownFraction(number)];
  const [shortest] = [fractionOf(String(number))];
  const same = (a: [bigint, bigint], b: [bigint, bigint]) => a[0] * b[1] === b[0] * a[1];
  return same(one, other) || (same(one, shortest) && (number !== 0 || one[0] === 0n));
}

function fractionOf(text: string): [bigint, bigint] {
  const [mantissa = '', power = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const exponent = Number(power) - fraction.length;
  const digits = BigInt(whole + fraction);
  return exponent >= 0 ? [digits * 10n ** BigInt(exponent), 1n] : [digits, 10n ** BigInt(-exponent)];
}

/** Doubling is exact, so this ends with the double's own value. */
function ownFraction(number: number): [bigint, bigint] {
  let [top, bottom] = [number, 1n];
  while (!Number.isInteger(top)) [top, bottom] = [top * 2, bottom * 2n];
  return [BigInt(top), bottom];
}

describe('against arithmetic of big integers', () => {
  const digits = (most: number) => fc.stringMatching(new RegExp(`^\\d{1,${most}}$`));
  const text = fc
    .tuple(fc.constantFrom('', '-'), digits(19), fc.option(digits(20)), fc.option(fc.integer({ min: -340, max: 320 })))
    .map(([sign, whole, fraction, power]) => {
      const start = sign + whole.replace(/^0+(?=\d)/, '');
      return start + (fraction === null ? '' : `.${fraction}`) + (power === null ? '' : `e${power}`);
    });
  const near = fc
    .tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean())
    .filter(([number]) => Math.abs(number) > 1e-30 && Math.abs(number) < 1e30)
    .map(([number, whole]) => (whole ? BigInt(Math.trunc(number)).toString() : number.toFixed(40)));
  const spelt = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number.toExponential());

  test.each([
    ['any text', text],
    ['decimals of doubles', near],
    ['shortest texts', spelt],
  ])('%s', (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (one) => {
        const read = readNumber(one);
        expect(read instanceof Inexact).toBe(!isExact(one));
        if (!(read instanceof Inexact)) expect(read).toBe(Number(one) + 0);
      }),
      runs(3_000, 20),
    );
  });
});
