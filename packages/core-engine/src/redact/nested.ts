import { edgesOf } from '../value/edges.js';
import { CARRIAGE_RETURN, SPACE, TAB } from '../wire/chars.js';

const LINE_FEED = 0x0a;
const ENDS: ReadonlyMap<string | undefined, string> = new Map([
  ['{', '}'],
  ['[', ']'],
  ['"', '"'],
]);

/** How an object begins, or a list of something that may hold one, also for parsers that are less strict or stop at its end. */
const BEGINNING = /^(?:\{|\[\s*["'[{])/;

/** Where JSON stands in a text, judged by its first and last characters. */
export interface Nested {
  readonly start: number;
  readonly end: number;
  /** Where it is no JSON by our reading, another reading may find an object in it. */
  readonly isSuspect: boolean;
}

/** Undefined where the text begins like nothing that has an inside. */
export function findJson(text: string): Nested | undefined {
  const { start, end } = edgesOf(text);
  const last = ENDS.get(text[start]);
  if (last === undefined || end - start < 2) return undefined;
  const isEnded = text[end - 1] === last;
  const isSuspect = (isEnded && last !== '"') || BEGINNING.test(text.slice(start));
  return isEnded || isSuspect ? { start, end, isSuspect } : undefined;
}

export function isSpace(code: number | undefined): boolean {
  return code === SPACE || code === TAB || code === LINE_FEED || code === CARRIAGE_RETURN;
}

/** Whether it is JSON; undefined where the parser gives up for a reason of its own. */
export function isJson(text: string): boolean | undefined {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    return error instanceof SyntaxError ? false : undefined;
  }
}
