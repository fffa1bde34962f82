import { fold } from './fold.js';
import type { ProtocolKeys } from './keys.js';
import type { Member, Members } from './members.js';
import type { Reason } from './message.js';
import { DAMAGED, ESCAPED } from './string.js';
import { readString } from './text.js';

/** A member whose key is a protocol key, or would be one for a forgiving parser. */
export interface Match {
  readonly member: Member;
  /** The protocol key. */
  readonly key: string;
  /** Why its spelling is refused; undefined where it is the protocol key, byte for byte. */
  readonly fault?: 'look_alike_key' | 'escaped_key';
}

/** All members that are or resemble protocol keys, in their order. A key that is not UTF-8 is taken for none. */
export function matchKeys(bytes: Uint8Array, members: Members, keys: ProtocolKeys): Match[] {
  const matches: Match[] = [];
  for (let index = 0; index < members.count; index += 1) {
    const member = members.at(index);
    if (member.key.start === member.key.end || (member.marks & DAMAGED) !== 0) continue;
    const text = readString(bytes, member.key) as string;
    // A key in lower case that is spelt right folds to itself; almost every key is one.
    const key = keys.get(text) === text ? text : keys.get(fold(text));
    if (key === undefined) continue;
    if (text !== key) matches.push({ member, key, fault: 'look_alike_key' });
    else if ((member.marks & ESCAPED) !== 0) matches.push({ member, key, fault: 'escaped_key' });
    else matches.push({ member, key });
  }
  return matches;
}

/** The first thing wrong with the keys of an object that has protocol keys. `most` is `Limits.name`. */
export function refuseKeys(members: Members, matches: readonly Match[], most: number): Reason | undefined {
  for (let index = 0; index < members.count; index += 1) {
    const { key } = members.at(index);
    if (key.end - key.start - 2 > most) return 'name_too_long';
  }
  return matches.find((match) => match.fault !== undefined)?.fault;
}
