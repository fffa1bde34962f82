import type { Effect } from '@ostiary/core-engine';
import type { Asked } from '../question/asked.js';

/** What a case says of the decision; what is absent may be anything. */
export interface Expected {
  readonly effect: Effect;
  readonly rule?: string;
  readonly policy?: string;
  readonly code?: string;
}

/** One call and the decision that is expected for it. */
export interface Case {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly asked: Asked;
  readonly expected: Expected;
}

export interface CaseFile {
  readonly file: string;
  /** What the file names itself, from its own folder; empty where it names none. */
  readonly policies: readonly string[];
  readonly cases: readonly Case[];
}
