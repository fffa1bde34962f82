import { quote } from '../policy/schema/suggest.js';

/** `deep`: any number of levels, also none. `any`: one level. `key`: a member, without ASCII case, or the element at `index`. */
export type Step =
  | { readonly kind: 'deep' }
  | { readonly kind: 'any' }
  | { readonly kind: 'key'; readonly key: string; readonly index?: number };

export type Path = readonly Step[];

/** Deeper than any sensible path: each step is compared with each key that comes along. */
const MOST_STEPS = 32;
/** A backslash with what it takes literally, a dot, a star, or a run of what is literal anyway. */
const TOKEN = /\\[\s\S]?|[.*]|[^\\.*]+/gu;
const ESCAPABLE = new Set(['\\.', '\\*', '\\\\', '\\[', '\\$']);

/** `**.to.0.bcc`, or what is wrong with it. */
export function readPath(text: string): Path | { readonly mistake: string } {
  if (text === '') return mistake('an empty path names nothing: write "**" for every value');
  const words: { key: string; bare: string }[] = [{ key: '', bare: '' }];
  for (const token of text.match(TOKEN) ?? []) {
    if (token === '.') words.push({ key: '', bare: '' });
    else if (token.startsWith('\\') && !ESCAPABLE.has(token)) {
      return mistake('in a path a backslash stands before ".", "*", "[", "$" or another backslash only');
    } else {
      const word = words.at(-1) as { key: string; bare: string };
      const isEscape = token.startsWith('\\');
      word.key += isEscape ? token.slice(1) : token;
      word.bare += isEscape ? '_' : token;
    }
  }
  if (words.length > MOST_STEPS) return mistake(`a path has at most ${MOST_STEPS} steps`);
  const steps: Step[] = [];
  for (const { key, bare } of words) {
    const wrong = mistakeIn(key, bare, text);
    if (wrong !== undefined) return mistake(wrong);
    const step = stepOf(key, bare);
    // Any number of levels twice is any number of levels.
    if (step.kind !== 'deep' || steps.at(-1)?.kind !== 'deep') steps.push(step);
  }
  return steps;
}

function mistake(text: string): { readonly mistake: string } {
  return { mistake: text };
}

/** What is wrong with one step. `bare`: without what is escaped. */
function mistakeIn(key: string, bare: string, text: string): string | undefined {
  if (bare === '') return `a step of the path ${quote(text)} is empty: write a key, a number, "*" or "**" between dots`;
  if (/\[(?:\d+|\*)\]$/.test(bare)) {
    return `the elements of a list are steps of their own: write ${quote(text.replaceAll(/\[(\d+|\*)\]/g, '.$1'))}`;
  }
  if (bare.includes('*') && bare !== '*' && bare !== '**') {
    return `"*" and "**" stand alone between dots: write a backslash before a "*" that belongs to the key ${quote(key)}`;
  }
  if (bare === '$') return 'a path starts below the arguments: leave out "$", or write a backslash before it';
  return undefined;
}

function stepOf(key: string, bare: string): Step {
  if (bare === '**') return { kind: 'deep' };
  if (bare === '*') return { kind: 'any' };
  const isIndex = /^(?:0|[1-9]\d{0,14})$/.test(key);
  return { kind: 'key', key: lowerAscii(key), ...(isIndex && { index: Number(key) }) };
}

/** Only A to Z: other letters have cases on which no two programs agree. */
export function lowerAscii(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** The path of a finding as a list of keys; a backslash takes the next character literally. */
export function keysOf(path: string): string[] {
  const keys = [''];
  for (const token of path.match(/\\[\s\S]?|\.|[^\\.]+/gu) ?? []) {
    if (token === '.') keys.push('');
    else keys[keys.length - 1] += token.length > 1 && token.startsWith('\\') ? token.slice(1) : token;
  }
  return keys;
}

/** The path of a finding in the value that these keys and indexes lead to. */
export function writePath(keys: readonly (string | number)[]): string {
  return keys.map((key) => String(key).replaceAll(/[\\.]/g, '\\$&')).join('.');
}
