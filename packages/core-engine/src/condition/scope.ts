import type { Question } from '../decision.js';
import type { Cost } from './cost.js';

/** A URL in the strings of the arguments, by WHATWG rules. */
export interface FoundUrl {
  /** Lower-cased, without colon; empty where it has none (`//host/path`). */
  readonly scheme: string;
  /** As `hosts` has it; empty where it has none (`file:///path`). */
  readonly host: string;
  /** Without query and fragment. */
  readonly path: string;
}

/** What is found in the arguments of one question, by whoever asks first. */
export interface Extracts {
  /** All argument values in order, joined by one blank; undefined where one cannot be read. */
  readonly text: string | undefined;
  /** Undefined where there was too much to look through, so that it cannot be evaluated. */
  readonly urls: readonly FoundUrl[] | undefined;
  /** As `destinations` judges them, keys and a resource's URI included. Undefined as `urls`: then `destinations` holds, of an allow rule not. */
  readonly hosts: readonly string[] | undefined;
}

/** What all policies share in one decision. */
export interface Shared {
  readonly extracts: Extracts;
  /** What the decision may still cost. */
  readonly cost: Cost;
}

/** What a condition may look at. */
export interface Scope extends Shared {
  readonly question: Question;
  /** The lists of the policy that the condition stands in. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
}
