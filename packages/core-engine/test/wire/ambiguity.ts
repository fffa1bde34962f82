/**
 * A second reader, slow and plain, only for comparison: whether JSON text has, at any depth, a key twice in one object, half of a
 * surrogate pair, or in a key an escape for what names are made of. Works on text that JSON.parse accepts.
 */
export function isAmbiguous(text: string): boolean {
  const keys: (Set<string> | undefined)[] = [];
  const token = /"(?:[^"\\]|\\.)*"(\s*:)?|[[\]{}]/gsu;
  for (const [found, colon] of text.matchAll(token)) {
    if (found === '{') keys.push(new Set());
    else if (found === '[') keys.push(undefined);
    else if (found === '}' || found === ']') keys.pop();
    else {
      const value: string = JSON.parse(colon === undefined ? found : found.slice(0, -colon.length));
      if (/\p{Surrogate}/u.test(value)) return true;
      if (colon === undefined) continue;
      const open = keys.at(-1) as Set<string>;
      if (open.has(value)) return true;
      for (const [written] of found.matchAll(/\\(?:u[\da-f]{4}|[^u])/gi)) {
        if (written.length > 2 && /[\w.$-]/.test(JSON.parse(`"${written}"`))) return true;
      }
      open.add(value);
    }
  }
  return false;
}
