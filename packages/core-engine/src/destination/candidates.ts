import type { Effort } from './effort.js';

/** A place in a text where a URL may stand. */
export interface Candidate {
  /** Lower-cased; empty where there is none (`//host/path`). */
  readonly scheme: string;
  /** Where what names the host begins. */
  readonly at: number;
  /** Nothing stands before it. */
  readonly isFirst: boolean;
}

/** In the units of Effort. */
const PER_MARK = 24;

/** A colon with the slashes behind it, or two slashes or more. */
const MARK = /:[/\\]*|[/\\]{2,}/g;
const SCHEME_PART = /[a-z0-9+.-]/i;
const LETTER = /[a-z]/i;
/** Schemes that WHATWG gives a host however many slashes there are, of either kind. */
const SPECIAL: ReadonlySet<string> = new Set(['http', 'https', 'ws', 'wss', 'ftp']);

/** Whether a backslash is a slash there, and a host one of HTTP's. */
export function isSpecial(scheme: string): boolean {
  return SPECIAL.has(scheme) || scheme === 'file' || scheme === '';
}

/** Whether a URL of this scheme may do without a host. */
export function needsNoHost(scheme: string): boolean {
  return scheme !== '' && !SPECIAL.has(scheme);
}

/** Every place where a URL with a host may begin, in order. Linear: between two marks no character is read twice. */
export function* findCandidates(text: string, effort: Effort): Iterable<Candidate> {
  let from = 0;
  for (const { 0: mark, index } of text.matchAll(MARK)) {
    if (!effort.spend(PER_MARK)) return;
    const end = index + mark.length;
    const start = mark.startsWith(':') ? schemeStart(text, from, index) : index;
    const scheme = text.slice(start, index).toLowerCase();
    from = end;
    const slashes = mark.startsWith(':') ? mark.slice(1) : mark;
    const isFirst = start === 0;
    if (SPECIAL.has(scheme)) yield { scheme, at: end, isFirst };
    else if (scheme === 'file' && slashes !== '') yield { scheme, at: index + (slashes.length > 1 ? 3 : 1), isFirst };
    else if (scheme !== '' && slashes.startsWith('//')) yield { scheme, at: end - slashes.length + 2, isFirst };
    // Also `file:////host` and `1://host`, which somebody may read as `//host`.
    if (slashes.length >= 2 && !SPECIAL.has(scheme) && (scheme === '' || slashes !== '//'))
      yield { scheme: '', at: end, isFirst: isFirst && scheme === '' && mark === slashes };
  }
}

/** Where the scheme begins that ends at `end`; `end` where there is none. */
function schemeStart(text: string, from: number, end: number): number {
  let start = end;
  let letter = end;
  while (start > from && SCHEME_PART.test(text.charAt(start - 1))) {
    start--;
    if (LETTER.test(text.charAt(start))) letter = start;
  }
  return letter;
}
