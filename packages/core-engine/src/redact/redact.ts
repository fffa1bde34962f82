import type { Finding } from '../decision.js';
import type { Span } from '../wire/message.js';
import type { Edit } from '../wire/splice.js';
import { carryOut } from './plan.js';
import type { Redaction } from './redaction.js';
import { lineSource } from './source.js';
import { changesAt } from './walk.js';

const encoder = new TextEncoder();

/**
 * What must be changed in the value at `span` of a line that the reader accepted; for `splice`, which leaves everything else as
 * it came. Empty where nothing is there to change. What comes out is JSON again, of the same type where the value is an object
 * or an array. Never throws; linear in the length of the value.
 */
export function redact(
  bytes: Uint8Array,
  span: Span,
  redactions: readonly Redaction[],
  findings: readonly Finding[],
): readonly Edit[] {
  const value = lineSource(bytes.subarray(0, span.end));
  const changes = carryOut(redactions, findings, (top) => changesAt(value, span.start, top)) ?? [];
  return changes.map(({ start, end, text }) => ({ span: { start, end }, bytes: encoder.encode(text) }));
}
