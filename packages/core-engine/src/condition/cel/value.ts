import type { Finding, Principal, SessionView } from '../../decision.js';
import type { Inexact, Unreadable } from '../../value/value.js';
import type { FoundUrl } from '../scope.js';
import type { Duration, Timestamp } from './time.js';

/** A value at run time. CEL's int is a bigint, its double a number; of what comes as JSON every number is a double. */
export type Cel =
  | null
  | boolean
  | number
  | bigint
  | string
  | Inexact
  | Unreadable
  | Timestamp
  | Duration
  | readonly Cel[]
  | ReadonlyMap<string, Cel>
  | Principal
  | SessionView
  | Finding
  | FoundUrl;

export type CelMap = ReadonlyMap<string, Cel>;

export function isMap(value: Cel | undefined): value is CelMap {
  return value instanceof Map;
}

export function isList(value: Cel | undefined): value is readonly Cel[] {
  return Array.isArray(value);
}

export function isNumeric(value: Cel | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

const MOST_INT = 2n ** 63n - 1n;
const LEAST_INT = -(2n ** 63n);

/** A 64-bit int, or undefined where it is out of range. */
export function asInt(value: bigint): bigint | undefined {
  return value >= LEAST_INT && value <= MOST_INT ? value : undefined;
}

/** A double, or undefined where it is none that exists: infinite numbers and NaN compare as harmless in one direction. */
export function asDouble(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
