import type { Problem, Value } from '@ostiary/core-engine';

/** A value in a file, and where it stands: what JSON and YAML have in common. */
export interface Tree {
  /** Where it begins; only its source knows how to read this. */
  readonly at: number;
  /** Of an object. No key twice. */
  readonly members?: readonly Member[] | undefined;
  /** Of a list. */
  readonly items?: readonly Tree[] | undefined;
  /** The value with its numbers as they are written. Mistakes in it are reported, and null stands for them. */
  value(): Value;
}

export interface Member {
  readonly key: string;
  readonly at: number;
  readonly tree: Tree;
}

/** A file that is read, and the mistakes in it. */
export interface Source {
  readonly file: string;
  readonly problems: readonly Problem[];
  complain(at: number, message: string): void;
  /** From 1. */
  line(at: number): number;
}

/** Nobody reads further. */
const MOST_PROBLEMS = 1_000;

/** `place`: the line and column, from 1. */
export function openSource(file: string, place: (at: number) => { line: number; column: number }): Source {
  const problems: Problem[] = [];
  return {
    file,
    problems,
    complain(at, message) {
      if (problems.length < MOST_PROBLEMS) problems.push({ file, ...place(at), severity: 'error', message });
    },
    line: (at) => place(at).line,
  };
}

/** Input in a message: cut, because whole files come here. Whoever prints it makes it visible. */
export function quote(text: string): string {
  return `\`${text.length > 60 ? `${text.slice(0, 60)}…` : text}\``;
}
