import type { Id } from '@ostiary/core-engine';
import type { Kind } from './messages.js';
import type { Who } from './scenario.js';

/** A line that one side put into its pipe. Its serial number stands in it and in no other, and counts up. */
export interface Said {
  readonly serial: number;
  readonly who: Who;
  readonly line: string;
  readonly at: number;
  /** Whether the other side got it. */
  arrived: boolean;
}

/** A request, and what came of it. */
export interface Asked extends Said {
  readonly kind: Kind;
  readonly id: Id;
  /** Whether the one who asked sent a cancel for this id while it had no answer. */
  withdrawn: boolean;
  /** Whether the one who asked has an answer that is certainly this request's. */
  answered: boolean;
  /** Whether the other side has answered it, in whatever way. */
  settled: boolean;
  /** When progress was reported last. */
  progressAt: number;
}

/** An answer. `to` is the request that the answering side had got and not answered under this id, where there is one. */
export interface Replied extends Said {
  readonly to: Asked | undefined;
  readonly proper: boolean;
}

/** Tells 1 from "1". */
export function keyOf(id: unknown): string {
  return JSON.stringify(id);
}

const mark = /"s":(\d+)|x:\/\/(\d+)/;

/** The serial number in a line, or in what a record keeps of one. */
export function serialOf(text: string): number | undefined {
  const found = mark.exec(text);
  return found ? Number(found[1] ?? found[2]) : undefined;
}
