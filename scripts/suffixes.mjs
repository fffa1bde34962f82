// Writes packages/core-engine/src/destination/suffixes.ts: the last label of every public suffix, from the list that the `tldts` package
// carries. The engine needs to know only whether a name could be one of the public DNS, so 10 kB replace a package of 3 MB. To renew it,
// raise `tldts` in the catalog, install, run this; a test in core-engine says when the two differ.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const engine = resolve(import.meta.dirname, '../packages/core-engine');
const { labelText, edgeLength, edgeStart, rulesRoot } = createRequire(join(engine, 'package.json'))(
  'tldts/dist/cjs/src/data/trie.js',
);

const labels = new Set();
let at = 0;
for (const [edge, length] of edgeLength.entries()) {
  const label = labelText.slice(at, at + length);
  at += length;
  // As the WHATWG URL parser writes it, where the list may have it in its own script.
  if (edge >= edgeStart[rulesRoot] && edge < edgeStart[rulesRoot + 1])
    labels.add(new URL(`http://a.${label}/`).hostname.slice(2));
}

const lines = [''];
for (const label of [...labels].sort()) {
  const line = lines.at(-1);
  if (line.length + label.length > 110) lines.push(label);
  else lines[lines.length - 1] = line === '' ? label : `${line} ${label}`;
}

const text = `/** The last label of every public suffix (publicsuffix.org), in ASCII form. Written by \`node scripts/suffixes.mjs\`. */
export const LABELS = \`
  ${lines.join('\n  ')}
\`;

let known: ReadonlySet<string> | undefined;

/** Whether a canonical name of two labels or more ends in a public suffix: each suffix's last label begins a rule of the list. */
export function hasPublicSuffix(name: string): boolean {
  // A third of a millisecond that programs without such names do not pay.
  known ??= new Set(LABELS.trim().split(/\\s+/));
  const dot = name.lastIndexOf('.');
  return dot > 0 && known.has(name.slice(dot + 1));
}
`;
writeFileSync(join(engine, 'src/destination/suffixes.ts'), text);
