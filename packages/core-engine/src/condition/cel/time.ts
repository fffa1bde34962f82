import { asInt } from './value.js';

/** A point in time, in nanoseconds since 1970, from year 1 to year 9999. */
export class Timestamp {
  readonly nanos: bigint;

  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

/** Nanoseconds in 64 bits, which is about 292 years. */
export class Duration {
  readonly nanos: bigint;

  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

const SECOND = 1_000_000_000n;
/** 0001-01-01T00:00:00Z and 9999-12-31T23:59:59.999999999Z, the bounds of CEL's timestamps. */
const EARLIEST = -62_135_596_800n * SECOND;
const LATEST = 253_402_300_800n * SECOND - 1n;

export function timestampOf(nanos: bigint): Timestamp | undefined {
  return nanos >= EARLIEST && nanos <= LATEST ? new Timestamp(nanos) : undefined;
}

export function durationOf(nanos: bigint): Duration | undefined {
  return asInt(nanos) === undefined ? undefined : new Duration(nanos);
}

/** The longest text that is read at all. */
const LONGEST_TEXT = 64;
const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/** RFC 3339, as `2026-01-31T23:59:59.5Z` or with an offset. */
export function readTimestamp(text: string): Timestamp | undefined {
  const match = text.length <= LONGEST_TEXT ? RFC_3339.exec(text) : null;
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // The 30th of February is another day by then.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) {
    return undefined;
  }
  const offset = readOffset(match[8] ?? '');
  if (offset === undefined) return undefined;
  const seconds = BigInt(date.getTime() / 1000 + hour * 3600 + minute * 60 + second - offset);
  return timestampOf(seconds * SECOND + BigInt((match[7] ?? '').padEnd(9, '0')));
}

/** Seconds east of Greenwich, of `Z` or `UTC` or `+02:00`. Other zones need a database that is not the same everywhere. */
export function readOffset(text: string): number | undefined {
  if (text === 'Z' || text === 'UTC') return 0;
  const match = /^([+-]?)(\d\d):(\d\d)$/.exec(text);
  if (match === null) return undefined;
  const [hours, minutes] = [Number(match[2]), Number(match[3])];
  if (hours > 23 || minutes > 59) return undefined;
  return (match[1] === '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}

const UNITS: Readonly<Record<string, bigint>> = {
  h: 3600n * SECOND,
  m: 60n * SECOND,
  s: SECOND,
  ms: 1_000_000n,
  us: 1_000n,
  µs: 1_000n,
  ns: 1n,
};

/** `1h30m`, `1.5s`, `-100ms`: as Go writes durations. */
export function readDuration(text: string): Duration | undefined {
  if (text.length > LONGEST_TEXT || !/^[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:h|ms|m|s|us|µs|ns))+$/.test(text)) {
    return undefined;
  }
  let nanos = 0n;
  for (const [, whole = '', part = '', unit = ''] of text.matchAll(/(\d*)\.?(\d*)(h|ms|m|s|us|µs|ns)/g)) {
    const size = UNITS[unit] ?? 0n;
    nanos += BigInt(whole) * size + (BigInt(part) * size) / 10n ** BigInt(part.length);
  }
  return durationOf(text.startsWith('-') ? -nanos : nanos);
}

/** Fields of a point in time, as CEL counts them: months, days of the month, of the week and of the year from 0, `getDate` from 1. */
export const timestampFields: Readonly<Record<string, (date: Date) => number>> = {
  getFullYear: (date) => date.getUTCFullYear(),
  getMonth: (date) => date.getUTCMonth(),
  getDate: (date) => date.getUTCDate(),
  getDayOfMonth: (date) => date.getUTCDate() - 1,
  getDayOfWeek: (date) => date.getUTCDay(),
  getDayOfYear: (date) => {
    const first = new Date(date.getTime());
    first.setUTCMonth(0, 1);
    return Math.round((date.getTime() - first.getTime()) / 86_400_000);
  },
  getHours: (date) => date.getUTCHours(),
  getMinutes: (date) => date.getUTCMinutes(),
  getSeconds: (date) => date.getUTCSeconds(),
  getMilliseconds: (date) => date.getUTCMilliseconds(),
};

/** The clock on a wall so far east. */
export function dateOf({ nanos }: Timestamp, offset: number): Date {
  const millis = nanos >= 0n ? nanos / 1_000_000n : -((999_999n - nanos) / 1_000_000n);
  return new Date(Number(millis) + offset * 1000);
}

/** Whole hours, minutes, seconds in a duration; of milliseconds those behind the seconds. */
export const durationFields: Readonly<Record<string, (nanos: bigint) => bigint>> = {
  getHours: (nanos) => nanos / (3600n * SECOND),
  getMinutes: (nanos) => nanos / (60n * SECOND),
  getSeconds: (nanos) => nanos / SECOND,
  getMilliseconds: (nanos) => (nanos / 1_000_000n) % 1000n,
};
