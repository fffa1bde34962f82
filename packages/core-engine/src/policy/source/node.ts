import type { Place } from '../problem.js';

/** Text, or a word that may stand for a number, a truth value or nothing. */
export interface Scalar {
  readonly kind: 'scalar';
  readonly place: Place;
  readonly text: string;
  /** Without quotes in YAML; in an object, everything but a string. */
  readonly plain: boolean;
  /** Whether it stands at its place on one line, character by character. */
  readonly isPlainLine: boolean;
}

interface List {
  readonly kind: 'list';
  readonly place: Place;
  readonly items: readonly Node[];
}

export interface Entry {
  readonly key: string;
  readonly place: Place;
  readonly value: Node;
}

interface Mapping {
  readonly kind: 'mapping';
  readonly place: Place;
  /** No key twice. */
  readonly entries: readonly Entry[];
}

/** Its mistake is reported already; whoever meets it says nothing more. */
interface Unreadable {
  readonly kind: 'unreadable';
  readonly place: Place;
}

/** A policy as written, whichever way it came: what YAML and plain objects have in common, with places. */
export type Node = Scalar | List | Mapping | Unreadable;

/** A policy needs four levels; more cannot mean anything, and what reads a node may call itself this often. */
export const DEEPEST = 32;

/** Values of one policy, aliases written out. A file of 1 MiB has fewer than half of it without aliases. */
export const MOST_VALUES = 1_000_000;
