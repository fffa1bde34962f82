import { quote } from '../wire/write.js';
import { findJson } from './nested.js';

export type Strategy = 'remove' | 'full' | 'partial' | 'token' | 'keep_type';

/** What shows the most first, so that of two the later one hides whatever the other one hides. */
export const STRATEGIES: readonly Strategy[] = ['partial', 'keep_type', 'token', 'full', 'remove'];

export interface Mask {
  readonly with: Strategy;
  /** The type of the finding; absent where a path named the place. */
  readonly type?: string;
}

export const FULL: Mask = { with: 'full' };

const REDACTED = '***REDACTED***';
const SHORT = '***';
/** Code points that `partial` shows at each end; a text that has no more than both together shows none. */
const SHOWN = 4;
const LONGEST_TYPE = 64;

/** One mask that hides what both hide. In which order they come makes no difference. */
export function join(one: Mask | undefined, other: Mask | undefined): Mask | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const stricter = STRATEGIES.indexOf(one.with) >= STRATEGIES.indexOf(other.with) ? one.with : other.with;
  const [type] = [one.type, other.type].filter((given) => given !== undefined).toSorted();
  return type === undefined ? { with: stricter } : { with: stricter, type };
}

/** What stands in place of a text. Masked again it stays what it is. */
export function maskText(mask: Mask, text: string): string {
  if (mask.with === 'token') return `<REDACTED:${tokenType(mask.type)}>`;
  // A constant hides nothing, and starring it out would make a second masking a change.
  if (text === REDACTED || mask.with === 'full' || mask.with === 'remove') return REDACTED;
  const count = countPoints(text);
  if (mask.with === 'keep_type') return '*'.repeat(count);
  // What shows at the ends would be JSON that others may want changed inside, and what is left of it no longer JSON.
  if (findJson(text) !== undefined) return REDACTED;
  if (count <= 2 * SHOWN) return SHORT;
  const head = text.slice(0, indexOfPoint(text, SHOWN));
  return `${head}${'*'.repeat(count - 2 * SHOWN)}${text.slice(indexOfPoint(text, count - SHOWN))}`;
}

/**
 * What stands in place of a value that is no string, as JSON; undefined where it stays. `kept`: the value of its type that says
 * nothing, undefined where it is that value already.
 */
export function maskOther(mask: Mask, kept: string | undefined): string | undefined {
  if (mask.with === 'keep_type') return kept;
  return quote(mask.with === 'token' ? maskText(mask, '') : REDACTED);
}

/** A scanner's word goes into the call: nothing in it may look like more than a word. */
function tokenType(type: string | undefined): string {
  return (type ?? '').slice(0, LONGEST_TYPE).replaceAll(/[^\w.-]/g, '_') || 'secret';
}

function countPoints(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at = nextPoint(text, at)) count += 1;
  return count;
}

function indexOfPoint(text: string, number: number): number {
  let at = 0;
  for (let point = 0; point < number; point += 1) at = nextPoint(text, at);
  return at;
}

function nextPoint(text: string, at: number): number {
  return at + ((text.codePointAt(at) as number) > 0xffff ? 2 : 1);
}
