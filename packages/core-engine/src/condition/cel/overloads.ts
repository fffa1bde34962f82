import type { Frame } from './frame.js';
import {
  Duration,
  dateOf,
  durationFields,
  readDuration,
  readOffset,
  readTimestamp,
  Timestamp,
  timestampFields,
} from './time.js';
import { bool, double, duration, int, type Kind, string, type Type, timestamp } from './type.js';
import { type Cel, isList, isMap } from './value.js';

/** A function for values of certain types. */
export interface Overload {
  readonly name: string;
  /** Called on its first argument. */
  readonly member: boolean;
  readonly takes: readonly Kind[];
  readonly gives: Type;
  /** Undefined for values of other types too. `b` is null where there is none. */
  run(frame: Frame, a: Cel, b: Cel): Cel | undefined;
  /** Which time zones there are. */
  accepts?(zone: Cel | undefined): boolean;
}

type Texts<Result> = (hay: string, needle: string) => Result;

/** Texts are sought in each other, whoever chose them. */
function seek(name: string, steps: Texts<number>, seeks: Texts<boolean>): Overload {
  return {
    name,
    member: true,
    takes: ['string', 'string'],
    gives: bool,
    run(frame, hay, needle) {
      if (typeof hay !== 'string' || typeof needle !== 'string') return undefined;
      return frame.spend(steps(hay, needle)) ? seeks(hay, needle) : undefined;
    },
  };
}

/** V8 takes 4 to 6.5 ns for each unit of the worst hay under needles of 2 to 8 units, and more under those of over 250 (see `holds`). */
const wholeHay: Texts<number> = (hay, needle) => Math.ceil((hay.length * (1 + needle.length / 64)) / 8);
const oneEnd: Texts<number> = (_, needle) => needle.length >> 6;

function convert(name: string, from: Kind, gives: Type, run: Overload['run']): Overload {
  return { name, member: false, takes: [from], gives, run };
}

/** Code points. */
function lengthOf(frame: Frame, text: string): bigint | undefined {
  if (!frame.spend(text.length >> 2)) return undefined;
  let length = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // The second half of a pair.
    if (unit < 0xdc00 || unit > 0xdfff) length += 1;
  }
  return BigInt(length);
}

function sizeOf(frame: Frame, value: Cel): bigint | undefined {
  if (typeof value === 'string') return lengthOf(frame, value);
  if (isList(value)) return BigInt(value.length);
  return isMap(value) ? BigInt(value.size) : undefined;
}

const sizes: readonly Overload[] = (['string', 'list', 'map'] as const).flatMap((kind) =>
  [true, false].map((member) => ({ name: 'size', member, takes: [kind], gives: int, run: sizeOf })),
);

const ownType = (name: string, type: Type, is: (value: Cel) => boolean): Overload =>
  convert(name, type.kind, type, (_, value) => (is(value) ? value : undefined));

/** No text is a number here: what one parser reads as one, another does not. */
const conversions: readonly Overload[] = [
  ownType('int', int, (value) => typeof value === 'bigint'),
  convert('int', 'double', int, (_, value) =>
    // The bounds themselves are out: which ints they stand for is lost.
    typeof value === 'number' && Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : undefined,
  ),
  ownType('double', double, (value) => typeof value === 'number'),
  convert('double', 'int', double, (_, value) => (typeof value === 'bigint' ? Number(value) : undefined)),
  ownType('string', string, (value) => typeof value === 'string'),
  convert('string', 'bool', string, (_, value) => (typeof value === 'boolean' ? String(value) : undefined)),
  convert('string', 'int', string, (_, value) => (typeof value === 'bigint' ? String(value) : undefined)),
  convert('string', 'double', string, (frame, value) =>
    typeof value === 'number' && frame.spend(10) ? String(value) : undefined,
  ),
  ownType('timestamp', timestamp, (value) => value instanceof Timestamp),
  convert('timestamp', 'string', timestamp, (frame, value) =>
    typeof value === 'string' && frame.spend(60) ? readTimestamp(value) : undefined,
  ),
  ownType('duration', duration, (value) => value instanceof Duration),
  convert('duration', 'string', duration, (frame, value) =>
    typeof value === 'string' && frame.spend(60) ? readDuration(value) : undefined,
  ),
];

const zoneOf = (zone: Cel | undefined): number | undefined => (typeof zone === 'string' ? readOffset(zone) : undefined);

const timestampGetters: readonly Overload[] = Object.entries(timestampFields).flatMap(([name, read]) => {
  const readAt = (value: Cel, offset: number | undefined): bigint | undefined =>
    value instanceof Timestamp && offset !== undefined ? BigInt(read(dateOf(value, offset))) : undefined;
  return [
    { name, member: true, takes: ['timestamp'], gives: int, run: (_, value) => readAt(value, 0) },
    {
      name,
      member: true,
      takes: ['timestamp', 'string'],
      gives: int,
      run: (_, value, zone) => readAt(value, zoneOf(zone)),
      accepts: (zone) => zoneOf(zone) !== undefined,
    },
  ] satisfies Overload[];
});

const durationGetters: readonly Overload[] = Object.entries(durationFields).map(([name, read]) => ({
  name,
  member: true,
  takes: ['duration'],
  gives: int,
  run: (_, value) => (value instanceof Duration ? read(value.nanos) : undefined),
}));

export const overloads: readonly Overload[] = [
  ...sizes,
  seek('contains', wholeHay, (hay, needle) => hay.includes(needle)),
  seek('startsWith', oneEnd, (hay, needle) => hay.startsWith(needle)),
  seek('endsWith', oneEnd, (hay, needle) => hay.endsWith(needle)),
  ...conversions,
  ...timestampGetters,
  ...durationGetters,
];
