/** Turns one text of a flag, a variable or a file into a value. Throws `BadValue` with what is expected. */
export type Parse<T> = (text: string) => T;

export class BadValue extends Error {
  override readonly name = 'BadValue';
}

function expected(what: string, text: string): BadValue {
  return new BadValue(`expected ${what}, got \`${text}\``);
}

// Plain decimal digits only: no sign, no exponent, no `_`, no digits of other scripts, and nothing beyond 2^53.
const digits = /^(?:0|[1-9][0-9]{0,14})$/;

export function count(least: number, most: number): Parse<number> {
  return (text) => {
    const value = digits.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) throw expected(`a whole number from ${least} to ${most}`, text);
    return value;
  };
}

function united(units: ReadonlyMap<string, number>, example: string, most: number): Parse<number> {
  return (text) => {
    const [, number = '', unit = ''] = /^([0-9]+)([A-Za-z]+)$/.exec(text) ?? [];
    const factor = units.get(unit);
    const value = digits.test(number) && factor !== undefined ? Number(number) * factor : Number.NaN;
    if (!(value > 0 && value <= most)) throw expected(`${example} (units: ${[...units.keys()].join(' ')})`, text);
    return value;
  };
}

const durations = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

/** A duration in milliseconds. At most 24 days, because timers of the runtime hold 2^31 − 1 ms. */
export const duration: Parse<number> = united(durations, 'a duration such as 30s', 24 * 86_400_000);

const sizes = new Map([
  ['B', 1],
  ['KiB', 1024],
  ['MiB', 1024 ** 2],
  ['GiB', 1024 ** 3],
]);

/** A size in bytes. At most 1 GiB: a line is held in memory whole. */
export const size: Parse<number> = united(sizes, 'a size such as 32MiB', 1024 ** 3);

export function oneOf<T extends string>(...words: readonly T[]): Parse<T> {
  return (text) => {
    const word = words.find((candidate) => candidate === text);
    if (word === undefined) throw expected(words.join(' or '), text);
    return word;
  };
}

export const flag: Parse<boolean> = (text) => oneOf('true', 'false')(text) === 'true';

/** Text that names something and is shown to people: not empty, no control characters. */
export const label: Parse<string> = (text) => {
  if (text === '' || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)) throw expected('text without control characters', text);
  return text;
};

/** A server's name, as in the configuration of clients. */
export const serverName: Parse<string> = (text) => {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(text)) throw expected('a name of letters, digits, `_` and `-`', text);
  return text;
};

/** `NAME` (passed on from our own environment) or `NAME=value`. */
export const variable: Parse<string> = (text) => {
  if (!/^[A-Za-z_][A-Za-z0-9_]*(?:=|$)/.test(text)) throw new BadValue('expected NAME or NAME=value');
  return text;
};

/** `key=value`: a label of the agent. */
export const pair: Parse<readonly [key: string, value: string]> = (text) => {
  const equals = label(text).indexOf('=');
  if (equals < 1) throw expected('key=value', text);
  return [text.slice(0, equals), text.slice(equals + 1)];
};
