import type { Node } from '../policy/source/node.js';

/**
 * Whether a policy could have a pattern: an `op: regex`, or `matches(` in some text, a comment of CEL between the two or not, for then `loadPatterns` comes before the policy is
 * read. May say so of a policy that has none, never the other way round.
 */
export function wantsPatterns(node: Node): boolean {
  switch (node.kind) {
    case 'unreadable':
      return false;
    case 'list':
      return node.items.some(wantsPatterns);
    case 'mapping':
      return node.entries.some(({ value }) => wantsPatterns(value));
    case 'scalar':
      return node.text === 'regex' || /matches\s*(?:\(|\/\/)/.test(node.text);
  }
}
