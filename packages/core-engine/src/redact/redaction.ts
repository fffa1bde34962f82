import type { Selector } from '../policy/match/selector.js';

/** One change that policy asks for. Compiled; what it holds is nobody's business but this folder's. */
export interface Redaction {
  readonly path?: readonly string[];
  readonly findings?: Selector;
  readonly with: 'remove' | 'full' | 'partial' | 'token' | 'keep_type';
}
