/** Says whether a whole value has this form. */
export type Glob = (value: string) => boolean;

/** How every value that a glob meets begins. */
export interface Head {
  readonly text: string;
  /** The glob holds no wildcard, so it meets this text and nothing else. */
  readonly whole: boolean;
}

/** One code point, or any one where it is undefined. */
type Point = string | undefined;

/** What stands between two `*`. */
interface Piece {
  /** Texts, and undefined for each `?`. */
  readonly runs: readonly (string | undefined)[];
  /** The piece as text, where it holds no `?`. */
  readonly text: string | undefined;
  /** Of a piece that is no text. */
  readonly points: readonly Point[];
}

/** One of the two wildcards, what a backslash takes literally, or a run of what is literal anyway. */
const TOKEN = /[*?]|\\.|[^*?\\]+/gsu;
const SPECIAL = /[*?\\]/;

const CONTROL = /\p{Cc}/u;

/** What is wrong with a glob, or undefined. */
export function globMistake(pattern: string): string | undefined {
  if (pattern === '') return 'an empty glob matches nothing: remove it, or write "*" for everything';
  const endsEscaped = /(?:^|[^\\])(?:\\\\)*\\$/.test(pattern);
  return endsEscaped ? 'a glob must not end with a lone backslash: write two for the character itself' : undefined;
}

/**
 * `*` is any run without control characters, `?` one code point, `\` takes the next one literally; the rest is literal and
 * case counts. Never goes back over a `*`: each piece is looked for once, from where the last one ended, so the cost is at
 * most the value's length times the longest piece's.
 */
export function compileGlob(pattern: string): Glob {
  if (!SPECIAL.test(pattern)) return (value) => value === pattern;
  const pieces = split(pattern);
  const [first, ...rest] = pieces;
  const last = rest.pop();
  if (first === undefined) return (value) => value === '';
  if (last === undefined) return (value) => endOf(first, value, 0) === value.length;
  const middle = rest.filter((piece) => piece.runs.length > 0);
  return (value) => greedy(first, middle, last, value) && (!CONTROL.test(value) || exact(pieces, value));
}

/** The text before the first wildcard. */
export function headOf(pattern: string): Head {
  if (!SPECIAL.test(pattern)) return { text: pattern, whole: true };
  const pieces = split(pattern);
  const runs = pieces[0]?.runs ?? [];
  const wildcard = runs.indexOf(undefined);
  const text = runs.slice(0, wildcard === -1 ? runs.length : wildcard).join('');
  return { text, whole: wildcard === -1 && pieces.length === 1 };
}

function split(pattern: string): readonly Piece[] {
  const pieces: (string | undefined)[][] = [[]];
  for (const token of pattern.match(TOKEN) ?? []) {
    if (token === '*') pieces.push([]);
    else if (token === '?') pieces.at(-1)?.push(undefined);
    else pieces.at(-1)?.push(token.startsWith('\\') ? token.slice(1) : token);
  }
  return pieces.map((runs) => {
    const isText = !runs.includes(undefined);
    return { runs, text: isText ? runs.join('') : undefined, points: isText ? [] : pointsOf(runs) };
  });
}

function pointsOf(runs: Piece['runs']): readonly Point[] {
  return runs.flatMap((run): readonly Point[] => (run === undefined ? [run] : [...run]));
}

/** The leftmost place for each piece: taking a later one could only leave less for the next. */
function greedy(first: Piece, middle: readonly Piece[], last: Piece, value: string): boolean {
  let from = endOf(first, value, 0);
  for (const piece of middle) {
    if (from === -1) return false;
    from = find(piece, value, from);
  }
  const start = startOf(last, value);
  return from !== -1 && start >= from && endOf(last, value, start) === value.length;
}

/** The end of the piece if it stands at `index`, else -1. */
function endOf(piece: Piece, value: string, index: number): number {
  if (piece.text !== undefined) return value.startsWith(piece.text, index) ? index + piece.text.length : -1;
  let end = index;
  for (const point of piece.points) {
    const code = value.codePointAt(end);
    if (code === undefined || (point !== undefined && code !== point.codePointAt(0))) return -1;
    end += code > 0xffff ? 2 : 1;
  }
  return end;
}

/** The end of the leftmost place of the piece at or behind `from`, else -1. */
function find(piece: Piece, value: string, from: number): number {
  if (piece.text !== undefined) {
    const index = value.indexOf(piece.text, from);
    return index === -1 ? -1 : index + piece.text.length;
  }
  for (let index = from; index < value.length; index += (value.codePointAt(index) ?? 0) > 0xffff ? 2 : 1) {
    const end = endOf(piece, value, index);
    if (end !== -1) return end;
  }
  return -1;
}

/** Where a piece of this many code points starts that ends with the value, else -1. */
function startOf(piece: Piece, value: string): number {
  if (piece.text !== undefined) return value.length - piece.text.length;
  let start = value.length;
  for (let left = piece.points.length; left > 0; left--) {
    if (start <= 0) return -1;
    start -= start > 1 && (value.codePointAt(start - 2) ?? 0) > 0xffff ? 2 : 1;
  }
  return start;
}

/**
 * The definition itself, all ways at once. Only for values that hold a control character, which no `*` may take but a `?` may,
 * so that the leftmost place need not be the right one.
 */
function exact(pieces: readonly Piece[], value: string): boolean {
  // null stands for `*`.
  const steps = pieces.flatMap(({ runs }, index): (Point | null)[] =>
    index === 0 ? [...pointsOf(runs)] : [null, ...pointsOf(runs)],
  );
  const skipStars = (reached: boolean[]): boolean[] => {
    for (const [index, step] of steps.entries())
      if (step === null && reached[index] === true) reached[index + 1] = true;
    return reached;
  };
  let reached = skipStars([true]);
  for (const point of value) {
    const next: boolean[] = [];
    for (const [index, step] of steps.entries()) {
      if (reached[index] !== true) continue;
      if (step === null) next[index] ||= !CONTROL.test(point);
      else if (step === undefined || step === point) next[index + 1] = true;
    }
    reached = skipStars(next);
  }
  return reached[steps.length] === true;
}
