import { fold } from './fold.js';
import type { ProtocolKeys } from './keys.js';
import type { Fields } from './message.js';

/**
 * Whether an object has a key that a forgiving parser takes for one of these (`Name` for `name`; Go's encoding/json does) although it
 * is another one. For objects below `params`, where the reader itself does not look, and which policy reads all the same.
 */
export function hasLookAlike(object: Fields, keys: ProtocolKeys): boolean {
  for (const { key } of object.entries()) {
    const meant = keys.get(fold(key));
    if (meant !== undefined && meant !== key) return true;
  }
  return false;
}
