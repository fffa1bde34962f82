import type { Selector } from '../policy/match/selector.js';
import type { Strategy } from './mask.js';
import type { Path } from './path.js';

/** What must be changed, and how: the value at a path, or what scanners found. */
export type Redaction =
  | { readonly path: Path; readonly with: Strategy }
  /** Globs over the types of findings. */
  | { readonly findings: Selector; readonly with: Strategy };
