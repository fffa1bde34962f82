import type { CST } from 'yaml';

/** As many levels as a message may have. */
const mostLevels = 128;

/** Where a token stands too deep, or undefined. The tokens are made without recursion; what reads a tree of them calls itself once a level. */
export function findTooDeep(tokens: Iterable<CST.Token>): number | undefined {
  const waiting = [...tokens].map((token) => ({ token, level: 0 }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { token, level } = next;
    if (level > mostLevels) return token.offset;
    if (token.type === 'document' && token.value !== undefined) waiting.push({ token: token.value, level });
    if (!('items' in token)) continue;
    for (const { key, value } of token.items) {
      for (const inner of [key, value]) if (inner) waiting.push({ token: inner, level: level + 1 });
    }
  }
  return undefined;
}
