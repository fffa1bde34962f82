import type { Head } from './glob.js';

/** The entries that have one head, in their order. */
export interface Shelf<Entry> {
  readonly head: string;
  readonly entries: readonly Entry[];
  /** The longest of the other heads that this one begins with. */
  readonly shorter: Shelf<Entry> | undefined;
}

/**
 * Finds the entries that may be about a name without looking at the others: they stand on the shelf that is found and on the
 * shorter ones behind it. Finds too many rather than too few: each one still has to be asked.
 */
export function indexNames<Entry>(
  entries: readonly Entry[],
  headsOf: (entry: Entry) => readonly Head[],
): (name: string) => Shelf<Entry> | undefined {
  const wholes = new Map<string, Entry[]>();
  const beginnings = new Map<string, Entry[]>();
  for (const entry of entries) {
    for (const { text, whole } of headsOf(entry)) put(whole ? wholes : beginnings, text, entry);
  }
  const shelves = sortShelves(beginnings);
  const names = new Map<string, Shelf<Entry>>();
  let longestName = 0;
  for (const [head, found] of wholes) {
    names.set(head, { head, entries: found, shorter: longest(shelves, head) });
    longestName = Math.max(longestName, head.length);
  }
  // Looking up a name costs its length, and the longest come from attackers.
  return (name) => (name.length > longestName ? undefined : names.get(name)) ?? longest(shelves, name);
}

function put<Entry>(places: Map<string, Entry[]>, head: string, entry: Entry): void {
  const there = places.get(head);
  if (there === undefined) places.set(head, [entry]);
  else there.push(entry);
}

/** By code units, as `<` compares, so that a head stands before all that begin with it. */
function sortShelves<Entry>(beginnings: ReadonlyMap<string, readonly Entry[]>): readonly Shelf<Entry>[] {
  const shelves: Shelf<Entry>[] = [];
  for (const head of [...beginnings.keys()].toSorted()) {
    shelves.push({ head, entries: beginnings.get(head) ?? [], shorter: climb(shelves.at(-1), head) });
  }
  return shelves;
}

/** The shelf with the longest head that the name begins with. */
function longest<Entry>(shelves: readonly Shelf<Entry>[], name: string): Shelf<Entry> | undefined {
  let low = 0;
  let high = shelves.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((shelves[middle]?.head ?? '') <= name) low = middle + 1;
    else high = middle;
  }
  // Whatever sorts between a head and a name that begins with it begins with it too, so every such head is on this way.
  return climb(shelves[low - 1], name);
}

function climb<Entry>(from: Shelf<Entry> | undefined, name: string): Shelf<Entry> | undefined {
  let shelf = from;
  while (shelf !== undefined && !name.startsWith(shelf.head)) shelf = shelf.shorter;
  return shelf;
}
