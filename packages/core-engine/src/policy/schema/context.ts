import type { Engines } from '../engines.js';
import type { Place, Report } from '../problem.js';

/** What of a file its rules share. */
export interface RuleContext {
  /** The policy's name. */
  readonly policy: string;
  readonly engines: Engines;
  /** The names of its lists. */
  readonly lists: readonly string[];
  /** Ids of the rules before, and where they stand. */
  readonly ids: Map<string, Place>;
  readonly report: Report;
}
