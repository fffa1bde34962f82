import { type Cost, costOfCondition } from '../cost.js';
import type { Scope } from '../scope.js';
import { all, any, not, type Truth } from '../truth.js';

/** A test that a clause is made of, and the value that it met; `saw` is undefined where there was none. */
interface Clue {
  readonly condition: string;
  readonly saw: unknown;
}

/** A part of a structured condition, which shares the cost with the others. */
export interface Clause {
  readonly check: (scope: Scope, cost: Cost) => Truth;
  /** Of a clause that does not hold: the tests that are why. Of one that holds: all its tests. */
  readonly blame: (scope: Scope) => readonly Clue[];
}

/** More of them nobody reads. */
const MOST_CLUES = 20;

export function leaf(check: Clause['check'], condition: string, read: (scope: Scope) => unknown): Clause {
  return { check, blame: (scope) => [{ condition, saw: read(scope) }] };
}

/** The first false one is why, else the first that cannot be evaluated. */
export function allOf(clauses: readonly Clause[]): Clause {
  return {
    check: (scope, cost) => all(clauses, ({ check }) => check(scope, cost)),
    blame(scope) {
      const first = clauses.find((clause) => truthOf(clause, scope) === false);
      const unknown = first ?? clauses.find((clause) => truthOf(clause, scope) === undefined);
      return unknown === undefined ? gather(clauses, scope) : unknown.blame(scope);
    },
  };
}

/** All of them are why. */
export function anyOf(clauses: readonly Clause[]): Clause {
  return {
    check: (scope, cost) => any(clauses, ({ check }) => check(scope, cost)),
    blame: (scope) => gather(clauses, scope),
  };
}

export function notOf(clause: Clause): Clause {
  return {
    check: (scope, cost) => not(clause.check(scope, cost)),
    blame: (scope) =>
      clause.blame(scope).map(({ condition, saw }) => ({ condition: `under "not": ${condition}`, saw })),
  };
}

function gather(clauses: readonly Clause[], scope: Scope): readonly Clue[] {
  const clues: Clue[] = [];
  for (const clause of clauses) {
    if (clues.length >= MOST_CLUES) break;
    clues.push(...clause.blame(scope));
  }
  return clues;
}

function truthOf({ check }: Clause, scope: Scope): Truth {
  return check(scope, costOfCondition(scope.cost));
}
