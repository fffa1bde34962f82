import type { Hold, Reservation, Usage, UsageKey, UsageView } from './usage.js';

/**
 * How often a call is decided anew. Each time means that another call got through, so this is far above the calls that wait for
 * one counter at once; only a store that never agrees gets here.
 */
const ROUNDS = 1000;

/** A decision, and what was reserved for it: nothing where it needs nothing. */
export interface Reserved<Decided> {
  readonly decided: Decided;
  readonly hold?: Hold;
}

/** Where there is nothing to read, nothing is spent. */
const nothing: UsageView = {
  spent: () => {
    throw new RangeError('no usage was read');
  },
};

/**
 * Decides by what is spent, and reserves what the decision needs against just that; where others were quicker it reads and
 * decides again. Undefined after `ROUNDS` of that: refuse the call. Rejects where the store fails: refuse it as well.
 *
 * A store that answers at once is not left between reading and reserving, so no other call of this process comes between.
 */
export async function reserveFor<Decided extends { readonly reservations: readonly Reservation[] }>(
  usage: Usage,
  keys: readonly UsageKey[],
  now: number,
  decideWith: (view: UsageView) => Decided,
): Promise<Reserved<Decided> | undefined> {
  if (keys.length === 0) {
    const decided = decideWith(nothing);
    if (decided.reservations.length > 0) throw new RangeError('a reservation of a key that was not read');
    return { decided };
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    const read = usage.read(keys, now);
    const snapshot = read instanceof Promise ? await read : read;
    const decided = decideWith(snapshot);
    if (decided.reservations.length === 0) return { decided };
    const reserved = usage.reserve(snapshot, decided.reservations, now);
    const hold = reserved instanceof Promise ? await reserved : reserved;
    if (hold !== undefined) return { decided, hold };
  }
  return undefined;
}
