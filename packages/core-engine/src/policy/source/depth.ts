import type { CST } from 'yaml';

/**
 * The offset of a token that stands more than `most` collections deep, or undefined. Looks at the token tree, which
 * is built without recursion, with a stack of its own: what comes after calls itself once a level.
 */
export function tokenTooDeep(root: CST.Token, most: number): number | undefined {
  const waiting: { readonly token: CST.Token; readonly depth: number }[] = [{ token: root, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { token, depth } = next;
    if (depth > most) return token.offset;
    if (token.type === 'document') {
      if (token.value !== undefined) waiting.push({ token: token.value, depth });
    } else if (token.type === 'block-map' || token.type === 'block-seq' || token.type === 'flow-collection') {
      for (const { key, value } of token.items) {
        if (value !== undefined) waiting.push({ token: value, depth: depth + 1 });
        if (key !== undefined && key !== null) waiting.push({ token: key, depth: depth + 1 });
      }
    }
  }
  return undefined;
}
