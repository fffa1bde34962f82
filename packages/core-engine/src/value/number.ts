import { Inexact } from './value.js';

/** No double's own decimal value has more significant digits: 2^-1074 × (2^53 − 1) has 767. */
const MOST_DIGITS = 767;
/** What more digits of an exponent say is beyond every double, however many zeros stand in the number. A line has 32 MiB. */
const MOST_EXPONENT_DIGITS = 12;
/** An integer below 2^53 has no more factors of five, so a double no more zeros at its end than these and its powers of two allow. */
const MOST_FIVES = 22;

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?)(\d+))?$/;

/** ± `digits` × 10^`exponent`; digits without zeros at either end, none for zero. */
interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

/**
 * A number as JSON writes it (RFC 8259, section 6). Exact where the text is the double's own decimal value or the shortest text that
 * gives the double back, in any spelling. `-0` is 0. Costs linear time.
 */
export function readNumber(text: string): number | Inexact {
  const decimal = readDecimal(text);
  if (decimal === undefined) return new Inexact(text);
  const { negative, digits, exponent } = decimal;
  if (digits === '') return 0;
  const number = Number(`${digits}e${exponent}`);
  if (number === 0 || number === Number.POSITIVE_INFINITY) return new Inexact(text);
  if (!isShortest(number, decimal) && !isOwnValue(number, decimal)) return new Inexact(text);
  return negative ? -number : number;
}

/** Undefined where it has more digits than any double. */
function readDecimal(text: string): Decimal | undefined {
  const [, sign, whole = '', fraction = '', exponentSign, exponentText = ''] = NUMBER.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const all = whole + fraction;
  const start = countZeros(all);
  const end = lastNonZero(all) + 1;
  if (start === all.length) return { negative: false, digits: '', exponent: 0 };
  const size = exponentText.slice(countZeros(exponentText));
  if (end - start > MOST_DIGITS || size.length > MOST_EXPONENT_DIGITS) return undefined;
  const power = exponentSign === '-' ? -Number(size) : Number(size);
  const exponent = power - fraction.length + (all.length - end);
  return { negative: sign === '-', digits: all.slice(start, end), exponent };
}

/** How many zeros a text begins with. */
function countZeros(text: string): number {
  let at = 0;
  while (text[at] === '0') at += 1;
  return at;
}

/** -1 where there are zeros only. A loop, because an expression for zeros at the end takes quadratic time. */
function lastNonZero(text: string): number {
  let at = text.length - 1;
  while (text[at] === '0') at -= 1;
  return at;
}

/** ECMA-262, Number::toString: the fewest digits that give the double back, and of those the closest. */
function isShortest(number: number, { digits, exponent }: Decimal): boolean {
  const [, mantissa = '', power = '0'] = /^([\d.]+)(?:e([-+]\d+))?$/.exec(String(number)) ?? [];
  const [whole = '', fraction = ''] = mantissa.split('.');
  const all = whole + fraction;
  const end = lastNonZero(all) + 1;
  return (
    all.slice(countZeros(all), end) === digits && Number(power) - fraction.length + (all.length - end) === exponent
  );
}

const double = new Float64Array(1);
const bits = new BigUint64Array(double.buffer);

/** IEEE 754: a double is `odd` × 2^`power`. The big integers here have at most 2,500 bits, and only where the text is nearly as long. */
function isOwnValue(number: number, { digits, exponent }: Decimal): boolean {
  double[0] = number;
  const raw = bits[0] as bigint;
  const biased = Number(raw >> 52n);
  let odd = Number(raw & 0xfffffffffffffn) + (biased === 0 ? 0 : 2 ** 52);
  let power = (biased === 0 ? 1 : biased) - 1075;
  while (odd % 2 === 0) {
    odd /= 2;
    power += 1;
  }
  if (power < 0) {
    // odd × 5^-power × 10^power, and the integer in it has no factor of two.
    return exponent === power && (BigInt(odd) * 5n ** BigInt(-power)).toString() === digits;
  }
  if (exponent < 0 || exponent > MOST_FIVES) return false;
  return (BigInt(odd) << BigInt(power)).toString() === digits + '0'.repeat(exponent);
}
