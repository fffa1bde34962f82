import type { Span } from './message.js';
import { isArray } from './value.js';

/** Replaces a byte range; an empty range inserts. */
export interface Edit {
  readonly span: Span;
  readonly bytes: Uint8Array;
}

const nothing = new Uint8Array(0);

/**
 * The bytes with these ranges replaced and everything else as it was. Edits come in any order; two that insert at one place
 * stay in theirs. Throws a RangeError where two overlap or one lies outside: cutting them one by one would bring text back
 * that an edit was to remove.
 */
export function splice(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  const sorted = edits.toSorted((one, other) => one.span.start - other.span.start || one.span.end - other.span.end);
  let length = bytes.length;
  let done = 0;
  for (const { span, bytes: replacement } of sorted) {
    if (span.start < done || span.end < span.start || span.end > bytes.length) {
      throw new RangeError(`edit of bytes \`${span.start}\` to \`${span.end}\` overlaps another or lies outside`);
    }
    length += replacement.length - (span.end - span.start);
    done = span.end;
  }
  const spliced = new Uint8Array(length);
  let from = 0;
  let to = 0;
  for (const { span, bytes: replacement } of sorted) {
    spliced.set(bytes.subarray(from, span.start), to);
    to += span.start - from;
    spliced.set(replacement, to);
    to += replacement.length;
    from = span.end;
  }
  spliced.set(bytes.subarray(from), to);
  return spliced;
}

/**
 * The edits that take the elements with these indexes out of an array, each with one comma. `elements` are all of the array's,
 * as `items` gives them. Throws a RangeError where they are not.
 */
export function removeItems(
  bytes: Uint8Array,
  array: Span,
  elements: readonly Span[],
  remove: ReadonlySet<number>,
): Edit[] {
  const isInside = elements.every(({ start, end }) => start > array.start && end < array.end);
  if (!isArray(bytes, array) || !isInside) throw new RangeError('elements are not those of this array');
  const edits: Edit[] = [];
  let hasKept = false;
  for (const [index, { start, end }] of elements.entries()) {
    if (!remove.has(index)) {
      hasKept = true;
      continue;
    }
    const before = elements[index - 1];
    const after = elements[index + 1];
    // The comma in front goes with the element; at the head of what stays there is none, so the one behind goes.
    if (hasKept && before !== undefined) edits.push({ span: { start: before.end, end }, bytes: nothing });
    else edits.push({ span: { start, end: after?.start ?? end }, bytes: nothing });
  }
  return edits;
}
