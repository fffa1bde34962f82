import type { Strategy } from './mask.js';
import { readPath } from './path.js';
import type { Redaction } from './redaction.js';

/** The change of what stands at a dotted path, written as in a rule (`**.password`). Throws a `RangeError` for what is no path. */
export function redactAt(path: string, strategy: Strategy): Redaction {
  const steps = readPath(path);
  if ('mistake' in steps) throw new RangeError(steps.mistake);
  return { path: steps, with: strategy };
}
