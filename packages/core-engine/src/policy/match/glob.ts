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
  readonly points: readonly Point[];
  /** The piece as text, where it holds no `?`. */
  readonly text: string | undefined;
}

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
  const pieces = split(pattern);
  const [first, ...rest] = pieces;
  const last = rest.pop();
  if (first === undefined) return (value) => value === '';
  if (last === undefined) return (value) => endOf(first, value, 0) === value.length;
  const middle = rest.filter((piece) => piece.points.length > 0);
  return (value) => greedy(first, middle, last, value) && (!CONTROL.test(value) || exact(pieces, value));
}

/** The text before the first wildcard. */
export function headOf(pattern: string): Head {
  const pieces = split(pattern);
  const points = pieces[0]?.points ?? [];
  const wildcard = points.indexOf(undefined);
  const text = points.slice(0, wildcard === -1 ? points.length : wildcard).join('');
  return { text, whole: wildcard === -1 && pieces.length === 1 };
}

function split(pattern: string): readonly Piece[] {
  const pieces: Point[][] = [[]];
  let escaped = false;
  for (const point of pattern) {
    if (!escaped && point === '\\') {
      escaped = true;
      continue;
    }
    if (!escaped && point === '*') pieces.push([]);
    else pieces.at(-1)?.push(!escaped && point === '?' ? undefined : point);
    escaped = false;
  }
  return pieces.map((points) => ({ points, text: points.includes(undefined) ? undefined : points.join('') }));
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
  const steps = pieces.flatMap(({ points }, index): (Point | null)[] =>
    index === 0 ? [...points] : [null, ...points],
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
