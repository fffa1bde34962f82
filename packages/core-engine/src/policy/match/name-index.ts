import type { Head } from './glob.js';

/**
 * Finds those of some entries that may be about a name, in their own order, without looking at the others: by the whole name
 * and by each of its beginnings that some entry has. Finds too many rather than too few: every one has to be asked.
 */
export function indexNames<Entry>(
  entries: readonly Entry[],
  headsOf: (entry: Entry) => readonly Head[],
): (name: string) => readonly Entry[] {
  const byName = new Map<string, number[]>();
  const byHead = new Map<string, number[]>();
  for (const [place, entry] of entries.entries()) {
    for (const { text, whole } of headsOf(entry)) add(whole ? byName : byHead, text, place);
  }
  const lengths = [...new Set([...byHead.keys()].map((head) => head.length))].toSorted((a, b) => a - b);
  return (name) => {
    const places = [...(byName.get(name) ?? [])];
    for (const length of lengths) {
      if (length > name.length) break;
      places.push(...(byHead.get(name.slice(0, length)) ?? []));
    }
    places.sort((a, b) => a - b);
    return places
      .filter((place, index) => place !== places[index - 1])
      .map((place) => entries[place])
      .filter((entry) => entry !== undefined);
  };
}

function add(places: Map<string, number[]>, text: string, place: number): void {
  const there = places.get(text);
  if (there === undefined) places.set(text, [place]);
  else there.push(place);
}
