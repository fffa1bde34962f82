import type { Change } from './change.js';
import type { Found } from './marks.js';
import { FULL, join, type Mask, maskText } from './mask.js';

interface Range {
  readonly start: number;
  readonly end: number;
  readonly mask: Mask;
}

/** The ranges in a text, in order, apart from each other, and never through a character; undefined where one is no range in it. */
export function rangesIn(text: string, found: readonly Found[]): readonly Range[] | undefined {
  const ranges: Range[] = [];
  for (const { range, mask } of found) {
    const [start, end] = range ?? [];
    if (start === undefined || end === undefined || !Number.isInteger(start) || !Number.isInteger(end))
      return undefined;
    if (start < 0 || end <= start || end > text.length) return undefined;
    ranges.push({
      start: splitsPair(text, start) ? start - 1 : start,
      end: splitsPair(text, end) ? end + 1 : end,
      mask,
    });
  }
  const merged: Range[] = [];
  for (const next of ranges.toSorted((one, other) => one.start - other.start)) {
    const last = merged.at(-1);
    if (last === undefined || next.start > last.end) merged.push(next);
    else {
      const mask = join(last.mask, next.mask) as Mask;
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, next.end), mask };
    }
  }
  return merged;
}

function splitsPair(text: string, at: number): boolean {
  return at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff;
}

/**
 * The changes of a text together with its ranges, in order. `changes` are in order too. Of a range that meets some of them
 * only the rest is masked, and in full: what a mask shows at its ends would be other characters than those of the whole.
 */
export function maskRanges(text: string, ranges: readonly Range[], changes: readonly Change[]): readonly Change[] {
  const all: Change[] = [];
  let next = 0;
  for (const { start, end, mask } of ranges) {
    for (; next < changes.length && (changes[next] as Change).end <= start; next += 1)
      all.push(changes[next] as Change);
    let from = start;
    let pieces = 0;
    for (; next < changes.length && (changes[next] as Change).start < end; next += 1) {
      const change = changes[next] as Change;
      if (change.start > from) all.push(maskPart(text, from, change.start, FULL));
      all.push(change);
      from = change.end;
      pieces += 1;
    }
    if (from < end) all.push(maskPart(text, from, end, pieces === 0 ? mask : FULL));
  }
  for (; next < changes.length; next += 1) all.push(changes[next] as Change);
  return all.filter(({ start, end, text: replacement }) => text.slice(start, end) !== replacement);
}

function maskPart(text: string, start: number, end: number, mask: Mask): Change {
  return { start, end, text: maskText(mask, text.slice(start, end)) };
}
