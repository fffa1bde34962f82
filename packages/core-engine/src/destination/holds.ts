import { type Selector, selectsOne } from '../policy/match/selector.js';

/**
 * Whether `destinations` holds. A host passes when it meets no exclusion and some positive entry, if there is one. An allow rule needs a
 * host, and every one must pass; of others some host must. `hosts` is undefined where it could not be said which there are: the
 * stricter answer.
 */
export function destinationHolds(
  effect: 'allow' | 'deny' | 'approve' | 'redact',
  selector: Selector,
  hosts: readonly string[] | undefined,
): boolean {
  if (hosts === undefined) return effect !== 'allow';
  const passes = (host: string): boolean => selectsOne(selector, host);
  return effect === 'allow' ? hosts.length > 0 && hosts.every(passes) : hosts.some(passes);
}
