/** A glob as the automaton takes it: one code point, any one (undefined), or any run of them (null). */
type Steps = readonly (string | undefined | null)[];

/** What is still worth doing: comparing 5,000 rules with each other costs their square, and some globs cost without end. */
export interface Effort {
  left: number;
}

/** A text that is looked for: what must hold of it, given for each glob whether it meets the text. */
export type Wanted = (meets: readonly boolean[]) => boolean;

const TOKEN = /[*?]|\\.|[^*?\\]/gsu;
const CONTROL = /\p{Cc}/u;

/** Globs that people write need a few dozen; a list of runs between single characters can need any number. */
const MOST_STATES = 5_000;

/** Stands in examples for whatever a wildcard takes. */
const OTHERS = ['x', 'y', 'z', '0', '_'];

/** A text, undefined where there is none, 'unsure' where nobody looked to the end. */
export type Witness = { readonly text: string } | 'unsure' | undefined;

/**
 * A shortest text without control characters of which this holds. Exact for any combination of globs: all of them read the
 * text at once, and what each has reached is the state.
 */
export function findText(globs: readonly string[], wanted: Wanted, effort: Effort): Witness {
  const all = globs.map(parse);
  const literal = new Set(all.flatMap((steps) => steps.filter((step) => typeof step === 'string')));
  const alphabet = [...literal].filter((point) => !CONTROL.test(point));
  // Of all the points that no glob names one stands for the others.
  const other = OTHERS.find((point) => !literal.has(point)) ?? unused(literal);
  alphabet.push(other);

  const start = all.map((steps) => skip(steps, new Set([0])));
  const seen = new Set([keyOf(start)]);
  const waiting: { readonly states: readonly ReadonlySet<number>[]; readonly text: string }[] = [
    { states: start, text: '' },
  ];
  for (const { states, text } of waiting) {
    if (wanted(states.map((state, index) => state.has(all[index]?.length ?? 0)))) return { text };
    for (const point of alphabet) {
      effort.left -= globs.length;
      const next = states.map((state, index) => step(all[index] ?? [], state, point));
      const key = keyOf(next);
      if (seen.has(key)) continue;
      if (seen.size >= MOST_STATES || effort.left < 0) return 'unsure';
      seen.add(key);
      waiting.push({ states: next, text: text + point });
    }
  }
  return undefined;
}

function parse(glob: string): Steps {
  return (glob.match(TOKEN) ?? []).map((token) => {
    if (token === '*') return null;
    if (token === '?') return undefined;
    return token.startsWith('\\') ? token.slice(1) : token;
  });
}

function step(steps: Steps, state: ReadonlySet<number>, point: string): ReadonlySet<number> {
  const next = new Set<number>();
  for (const at of state) {
    const one = steps[at];
    if (at === steps.length) continue;
    if (one === null) next.add(at);
    else if (one === undefined || one === point) next.add(at + 1);
  }
  return skip(steps, next);
}

/** A run may be empty. */
function skip(steps: Steps, state: Set<number>): ReadonlySet<number> {
  for (const at of state) if (steps[at] === null) state.add(at + 1);
  return state;
}

function keyOf(states: readonly ReadonlySet<number>[]): string {
  return states.map((state) => [...state].sort((a, b) => a - b).join()).join(';');
}

function unused(literal: ReadonlySet<string>): string {
  let code = 0x4e00;
  while (literal.has(String.fromCodePoint(code))) code += 1;
  return String.fromCodePoint(code);
}
