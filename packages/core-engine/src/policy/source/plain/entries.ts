import type { Place } from '../../problem.js';
import type { Entry, Node } from '../node.js';
import { NotPlain } from './cursor.js';

/** The entries of one mapping as they come. */
export function openEntries(): {
  readonly entries: readonly Entry[];
  add(key: string, place: Place, value: Node): void;
} {
  const entries: Entry[] = [];
  const keys = new Set<string>();
  return {
    entries,
    add(key, place, value) {
      // A mistake, and mistakes are the library's.
      if (keys.has(key)) throw new NotPlain();
      keys.add(key);
      entries.push({ key, place, value });
    },
  };
}
