import type { ProtocolKeys } from './keys.js';
import type { Members } from './members.js';
import type { Reason } from './message.js';
import { DAMAGED } from './string.js';
import { readString } from './text.js';

/** A member whose key is a protocol key, or would be one for a forgiving parser. */
export interface Match {
  /** Of the member. */
  readonly index: number;
  /** The protocol key. */
  readonly key: string;
  /** Why its spelling is refused; undefined where it is the protocol key, byte for byte. */
  readonly fault?: 'look_alike_key' | 'escaped_key';
}

/** All members that are or resemble protocol keys, in their order. A key that is not UTF-8 is taken for none. */
export function matchKeys(bytes: Uint8Array, members: Members, keys: ProtocolKeys): Match[] {
  const matches: Match[] = [];
  for (let index = 0; index < members.count; index += 1) {
    if (members.isElement(index) || (members.marks(index) & DAMAGED) !== 0) continue;
    const spelt = members.spelling(bytes, index, keys);
    const key = spelt ?? members.resembles(bytes, index, keys);
    if (key === undefined) continue;
    if (key === spelt) matches.push({ index, key });
    else if (readString(bytes, members.key(index)) !== key) matches.push({ index, key, fault: 'look_alike_key' });
    else matches.push({ index, key, fault: 'escaped_key' });
  }
  return matches;
}

/** The first thing wrong with the keys of an object that has protocol keys. `most` is `Limits.name`. */
export function refuseKeys(bytes: Uint8Array, members: Members, keys: ProtocolKeys, most: number): Reason | undefined {
  let areSpelt = true;
  for (let index = 0; index < members.count; index += 1) {
    if (members.keyLength(index) > most) return 'name_too_long';
    areSpelt &&= members.spelling(bytes, index, keys) !== undefined;
  }
  // Nearly always: then nothing has to be compared with what it resembles.
  if (areSpelt) return undefined;
  return matchKeys(bytes, members, keys).find((match) => match.fault !== undefined)?.fault;
}
