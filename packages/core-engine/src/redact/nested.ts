import { CARRIAGE_RETURN, SPACE, TAB } from '../wire/chars.js';

const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK = 0xfeff;
const ENDS: ReadonlyMap<string | undefined, string> = new Map([
  ['{', '}'],
  ['[', ']'],
  ['"', '"'],
]);

/** How an object begins, or a list of something that may hold one, also for parsers that are less strict or stop at its end. */
const BEGINNING = /^\ufeff?[ \t\n\r]*(?:\{|\[[ \t\n\r]*["'[{])/;

/** Where JSON stands in a text, judged by its first and last characters. */
export interface Nested {
  readonly start: number;
  readonly end: number;
  /** Where it is no JSON by our reading, another reading may find an object in it. */
  readonly isSuspect: boolean;
}

/** Undefined where the text begins like nothing that has an inside. */
export function findJson(text: string): Nested | undefined {
  // Some parsers step over a byte order mark.
  let start = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
  while (isSpace(text.charCodeAt(start))) start += 1;
  let end = text.length;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1;
  const last = ENDS.get(text[start]);
  if (last === undefined || end - start < 2) return undefined;
  const isEnded = text[end - 1] === last;
  const isSuspect = (isEnded && last !== '"') || BEGINNING.test(text);
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
