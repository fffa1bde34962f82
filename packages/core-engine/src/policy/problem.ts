import { quote } from './schema/suggest.js';

/** One mistake in a policy, where a person can find it. */
export interface Problem {
  /** As given by the caller: the file's name, else the policy's. */
  readonly file: string;
  /** From 1; 0 where the policy was an object and the message starts with the path instead. */
  readonly line: number;
  /** From 1, in UTF-16 units; 0 like `line`. */
  readonly column: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** Where a part of a policy stands: a line and column in a file, or a dotted path in an object. */
export interface Place {
  readonly line: number;
  readonly column: number;
  /** `rules[2].effect`; empty in a file and at the top. */
  readonly path: string;
}

/** Collects mistakes, so that a person sees all of them at once. A policy with one error is refused whole. */
export interface Report {
  readonly file: string;
  error(place: Place, message: string): void;
  /** Something that is allowed and hardly meant. */
  warn(place: Place, message: string): void;
  /** Whether there is an error. */
  failed(): boolean;
  /** By place; mistakes of one place in the order found. */
  problems(): readonly Problem[];
}

/** Nobody reads further, and a hostile file of 1 MiB could fill memory with half a million mistakes. */
const MOST_PROBLEMS = 1_000;

export function openReport(file: string): Report {
  const found: Problem[] = [];
  let left = 0;
  let errors = 0;
  const add = (severity: Problem['severity'], { line, column, path }: Place, message: string): void => {
    if (severity === 'error') errors += 1;
    if (found.length >= MOST_PROBLEMS) left += 1;
    else found.push({ file, line, column, severity, message: path === '' ? message : `${path}: ${message}` });
  };
  return {
    file,
    error: (place, message) => add('error', place, message),
    warn: (place, message) => add('warning', place, message),
    failed: () => errors > 0,
    problems() {
      const sorted = found.toSorted((a, b) => a.line - b.line || a.column - b.column);
      const last = sorted.at(-1);
      if (last === undefined || left === 0) return sorted;
      return [
        ...sorted,
        { ...last, severity: errors > 0 ? 'error' : 'warning', message: `${left} more mistakes are not listed` },
      ];
    },
  };
}

/** The path of a member or an item of what stands at `place`; only objects have one. */
export function inside(place: Place, step: string | number): Place {
  if (typeof step === 'number') return { ...place, path: `${place.path}[${step}]` };
  if (!/^[A-Za-z_]\w*$/.test(step)) return { ...place, path: `${place.path}[${quote(step)}]` };
  return { ...place, path: place.path === '' ? step : `${place.path}.${step}` };
}
