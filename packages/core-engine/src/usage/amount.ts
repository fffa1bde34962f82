import type { Amount } from './usage.js';

/** One whole. */
export const wholeAmount: Amount = 1_000_000n;

/** A million millions, so that a store that counts in 64 bits holds nine of them in one sum. No limit can be higher. */
export const mostAmount: Amount = 1_000_000_000_000n * wholeAmount;

const DECIMALS = 6;

/** As ECMAScript writes a number that is finite and not negative (`Number::toString`): `12`, `0.1`, `1.5e-7`, `1e+21`. */
const WRITTEN = /^(\d+)(?:\.(\d+))?(?:e([-+]\d+))?$/;

/**
 * The amount of a number, by the shortest decimal text that gives the number back, so that 0.1 is one tenth. Digits behind the
 * sixth decimal round up. Undefined for what is no amount: negative, not finite, or more than `mostAmount`.
 */
export function toAmount(value: number): Amount | undefined {
  // Text or a list of one number would read as that number.
  if (typeof value !== 'number') return undefined;
  const [, whole, fraction = '', exponent = '0'] = WRITTEN.exec(String(value)) ?? [];
  if (whole === undefined) return undefined;
  const shift = DECIMALS - fraction.length + Number(exponent);
  const amount = scale(BigInt(whole + fraction), shift);
  return amount > mostAmount ? undefined : amount;
}

/** `digits` times ten to the power of `shift`, rounded up. The exponent of a double keeps both below 350. */
function scale(digits: bigint, shift: number): bigint {
  if (shift >= 0) return digits * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  return (digits + divisor - 1n) / divisor;
}

/** ASCII digits alone: what else some parser takes for a number (`nan`, `5_0`, `1e3`, `+1`, `０`) is a mistake in a limit. */
const LIMIT = /^(0|[1-9][0-9]{0,12})(?:\.([0-9]{1,6}))?$/;

/** A limit as its author wrote it: a decimal number with at most six decimals and not over `mostAmount`, else undefined. */
export function readLimit(text: string): Amount | undefined {
  const [, whole, fraction = ''] = LIMIT.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const amount = BigInt(whole + fraction.padEnd(DECIMALS, '0'));
  return amount > mostAmount ? undefined : amount;
}

/** For people: `2000`, `0.1`. */
export function writeAmount(amount: Amount): string {
  const digits = String(amount).padStart(DECIMALS + 1, '0');
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '');
  return `${digits.slice(0, -DECIMALS)}${fraction && `.${fraction}`}`;
}
