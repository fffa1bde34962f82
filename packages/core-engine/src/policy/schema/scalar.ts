import type { Report } from '../problem.js';
import type { Entry, Node, Scalar } from '../source/node.js';
import { didYouMean, quote } from './suggest.js';

/**
 * Plain scalars that YAML 1.1 or 1.2 reads as nothing, a truth value, a number, a date or a merge. After yaml.org/type:
 * null, bool, int, float, timestamp, value and merge, with `0o7` and `1e3` of 1.2.
 */
const FORMS: readonly RegExp[] = [
  /^(?:~|null|Null|NULL|=|<<)?$/,
  /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  /^[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[\dA-Fa-f_]+|\d[\d_]*)$/,
  /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/,
  /^[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.[\d_]*)(?:[eE][-+]?\d+)?$/,
  /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  /^\d{4}-\d\d?-\d\d?(?:[Tt \t].*)?$/,
];
/** One expression is a fifth of the time of seven. */
const OTHER_THAN_TEXT = new RegExp(FORMS.map(({ source }) => source).join('|'));

/** In what stands on one line of a record or a refusal. */
const CONTROL = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;
/** In longer text, where lines and tabs are welcome. */
const CONTROL_IN_PROSE = /(?![\n\t])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Text as it was written. `what` names it in messages. */
export function readText(node: Node, what: string, report: Report): string | undefined {
  if (node.kind === 'unreadable') return undefined;
  if (node.kind !== 'scalar') {
    report.error(node.place, `${what} must be text`);
    return undefined;
  }
  const { text, plain, place } = node;
  if (plain && OTHER_THAN_TEXT.test(text)) {
    const seen = text === '' ? 'nothing' : quote(text).slice(1, -1);
    report.error(place, `${what} must be text: quote it, because ${seen} without quotes is not text in YAML 1.1`);
    return undefined;
  }
  return text;
}

/** Text that is not empty and stands on one line. */
export function readLine(node: Node, what: string, report: Report): string | undefined {
  const text = readText(node, what, report);
  if (text === '') report.error(node.place, `${what} must not be empty`);
  if (text !== undefined && CONTROL.test(text)) report.error(node.place, `${what} must not hold control characters`);
  return text;
}

/** Text for people. */
export function readProse({ key, value }: Entry, report: Report): string | undefined {
  const text = readText(value, `"${key}"`, report);
  if (text !== undefined && CONTROL_IN_PROSE.test(text)) {
    report.error(value.place, `"${key}" must not hold control characters besides line ends and tabs`);
  }
  return text;
}

/** One of a few words. */
export function readWord<Word extends string>(
  { key, value }: Entry,
  words: readonly Word[],
  report: Report,
): Word | undefined {
  if (value.kind === 'unreadable') return undefined;
  const text = value.kind === 'scalar' ? value.text : '';
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  const said = text === '' ? '' : `, not ${quote(text)}${didYouMean(text, words)}`;
  report.error(value.place, `"${key}" must be one of ${words.join(', ')}${said}`);
  return undefined;
}

/** An unquoted whole number that a double holds exactly. */
export function readInteger({ key, value }: Entry, report: Report): number | undefined {
  if (value.kind === 'unreadable') return undefined;
  const number = value.kind === 'scalar' && isInteger(value) ? Number(value.text) : Number.NaN;
  if (Number.isSafeInteger(number)) return number;
  report.error(value.place, `"${key}" must be a whole number without quotes, such as 100`);
  return undefined;
}

/** The same, from `least` to `most`. */
export function readCount(entry: Entry, least: number, most: number, report: Report): number | undefined {
  const number = readInteger(entry, report);
  if (number === undefined || (number >= least && number <= most)) return number;
  report.error(entry.value.place, `"${entry.key}" must be ${least} to ${most}`);
  return undefined;
}

/** An unquoted decimal number, not negative, of at most six decimals: its text. */
export function readDecimal({ key, value }: Entry, report: Report): string | undefined {
  if (value.kind === 'unreadable') return undefined;
  if (value.kind === 'scalar' && isDecimal(value)) return value.text;
  report.error(
    value.place,
    `"${key}" must be a number without quotes, not negative and with at most six decimals, such as 2000`,
  );
  return undefined;
}

/** The same as a number from 0 to `most`. */
export function readUpTo({ key, value }: Entry, most: number, report: Report): number | undefined {
  if (value.kind === 'unreadable') return undefined;
  const number = value.kind === 'scalar' && isDecimal(value) ? Number(value.text) : Number.NaN;
  if (number <= most) return number;
  report.error(value.place, `"${key}" must be a number from 0 to ${most} without quotes, such as ${most / 2}`);
  return undefined;
}

/** `true` or `false`, without quotes. */
export function readFlag({ key, value }: Entry, report: Report): boolean | undefined {
  if (value.kind === 'unreadable') return undefined;
  if (value.kind === 'scalar' && value.plain && (value.text === 'true' || value.text === 'false'))
    return value.text === 'true';
  report.error(value.place, `"${key}" must be true or false, without quotes`);
  return undefined;
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);
const LONGEST = 3_650 * 86_400_000;

/** A whole number with a unit, in milliseconds: at least one, at most ten years. */
export function readDuration({ key, value }: Entry, report: Report): number | undefined {
  if (value.kind === 'unreadable') return undefined;
  const [, digits = '', unit = ''] = (value.kind === 'scalar' && /^(\d{1,15})(ms|s|m|h|d)$/.exec(value.text)) || [];
  const ms = Number(digits) * (UNITS.get(unit) ?? Number.NaN);
  if (ms >= 1 && ms <= LONGEST) return ms;
  report.error(
    value.place,
    `"${key}" must be a whole number with a unit (ms, s, m, h, d), from 1ms to 3650d, such as 120s`,
  );
  return undefined;
}

function isInteger({ plain, text }: Scalar): boolean {
  return plain && /^(?:0|-?[1-9]\d*)$/.test(text);
}

function isDecimal({ plain, text }: Scalar): boolean {
  return plain && /^(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?$/.test(text);
}
