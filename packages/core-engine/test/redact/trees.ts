import fc from 'fast-check';

/** JSON as a tree in which a string may hold JSON again. */
export type Tree =
  | { readonly kind: 'other'; readonly json: string }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'text'; readonly tree: Tree }
  | { readonly kind: 'list'; readonly items: readonly Tree[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [key: string, value: Tree])[] };

const key = fc.constantFrom('a', 'A', 'b', 'B', 'bcc', 'Bcc', 'BCC', '0', '1', 'é', 'a.b', '"\\', '');
const text = fc.constantFrom(
  '',
  'x',
  'secret😀',
  'AKIAIOSFODNN7EXAMPLE',
  '***',
  '***REDACTED***',
  '"\\\n quoted é',
  '7',
);

export const tree: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree; container: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    fc.constantFrom('0', '-0.0', '1.5e3', 'true', 'false', 'null').map((json) => ({ kind: 'other' as const, json })),
    text.map((written) => ({ kind: 'string' as const, text: written })),
    tie('container'),
    fc.tuple(tie('container'), fc.nat(2)).map(([inner, times]) => wrap(inner, times)),
  ),
  container: fc.oneof(
    fc.array(tie('tree'), { maxLength: 4 }).map((items) => ({ kind: 'list' as const, items })),
    fc
      .uniqueArray(fc.tuple(key, tie('tree')), { maxLength: 4, selector: ([name]) => name })
      .map((members) => ({ kind: 'object' as const, members })),
  ),
})).tree;

/** A text that holds the tree, or one that holds such a text. */
function wrap(inner: Tree, times: number): Tree {
  return { kind: 'text', tree: times === 0 ? wrap(inner, 1) : inner };
}

/** A part of JSON before and after. */
export interface Part {
  readonly from: string;
  readonly to: string;
}

export const same = (text: string): Part => ({ from: text, to: text });
export const join = (parts: readonly Part[], side: keyof Part): string => parts.map((part) => part[side]).join('');

export type Pick = (below: number) => number;

/** As the inside of a string. What stays is written in any of the ways that JSON has, and in the same one before and after. */
export function spell(parts: readonly Part[], pick: Pick): Part[] {
  return parts.map(({ from, to }) => {
    const written = Array.from(from, (character) => escapeOne(character, pick)).join('');
    return { from: written, to: from === to ? written : JSON.stringify(to).slice(1, -1) };
  });
}

/** The same for a key: seldom with an escape that nobody needs, for which the reader refuses the whole line. */
export function spellKey(key: string, pick: Pick): Part[] {
  const isOdd = pick(10) === 0;
  const written = Array.from(key, (character) =>
    isOdd || !/[\w.$-]/.test(character) ? escapeOne(character, pick) : character,
  );
  return [same(written.join(''))];
}

function escapeOne(character: string, pick: Pick): string {
  if (pick(4) > 0) return JSON.stringify(character).slice(1, -1);
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
