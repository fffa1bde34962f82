import type { Question } from '../decision.js';

/** A URL in the arguments, by WHATWG rules. */
export interface FoundUrl {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
}

/** What is found in the arguments of one question, by whoever asks first. */
export interface Extracts {
  /** All argument values in order, joined by one blank. */
  readonly text: string;
  readonly urls: readonly FoundUrl[];
  /** As `destinations` judges them. */
  readonly hosts: readonly string[];
}

/** What a condition may look at. */
export interface Scope {
  readonly question: Question;
  readonly extracts: Extracts;
  /** The lists of the policy that the condition stands in. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
}
