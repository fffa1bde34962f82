import { edgesOf } from '../value/edges.js';
import { type Guess, guessHosts, hostIn } from './authority.js';
import { type Candidate, findCandidates, isSpecial, needsNoHost } from './candidates.js';
import type { Effort } from './effort.js';
import { costOf, isAddress, isBare, namesOf, readHost, readOpaqueHost, TOO_LONG } from './host.js';

/** A host, the scheme of the URL that it stood in (undefined where it stood alone), and what follows it. */
export type Found = (host: string, scheme: string | undefined, rest: string) => void;

/** What WHATWG takes away wherever it stands in a URL. */
const REMOVED = /[\t\n\r]+/g;
const AUTHORITY_END = /[/?#\s]/g;
const TEXT_END = /[\s"'`<>]/g;
const CLOSERS = '.,;:!?)]}\\*_';
/** What no string holds that is a bare host. */
const NOT_BARE = /[\0-\x20\s/?#\\<>^|"'(){},;\p{Ps}\p{Pe}\p{Pi}\p{Pf}\uff0c\u3001\uff1b\uff01\uff1f](?<!\[|\])/u;
/** In the units of Effort. */
const PER_GUESS = 24;
const WORD = /^[a-z_-]*$/i;

/** Looks for hosts in strings, each as a whole and in its parts. */
export class Search {
  readonly #effort: Effort;
  readonly #found: Found;
  readonly #known = new Map<string, string | undefined>();

  constructor(effort: Effort, found: Found) {
    this.#effort = effort;
    this.#found = found;
  }

  /** One string: URLs anywhere in it, and the whole of it as a bare host. */
  look(text: string): void {
    if (!this.#effort.spend(text.length + 32)) return;
    const joined = text.replace(REMOVED, '');
    const { start, end } = edgesOf(joined);
    const whole = joined.slice(start, end);
    this.#lookInside(whole, whole.length !== text.length && /[\t\n\r]/.test(text));
    if (whole !== text) this.#lookInside(text, false);
    if (this.#effort.spend(whole.length)) this.#readBare(whole);
  }

  /** `isJoined`: line ends were taken out, so words may have run together that belong apart. */
  #lookInside(text: string, isJoined: boolean): void {
    for (const candidate of findCandidates(text, this.#effort)) {
      const { scheme, at, isFirst } = candidate;
      const end = next(AUTHORITY_END, text, at);
      const authority = text.slice(at, end);
      if (!this.#effort.spend(16 * authority.length)) return;
      // Who is given nothing but a URL reads on over blanks and quotes.
      if (isFirst) this.#readWhole(text, candidate);
      const slash = isSpecial(scheme) ? authority.indexOf('\\') : -1;
      const rest = this.#restOf(text, slash === -1 ? end : at + slash);
      this.#report(guessHosts(authority, !isJoined && (isFirst || scheme !== '')), scheme, rest, scheme !== '');
      if (this.#effort.isOver) return;
    }
  }

  #readWhole(text: string, { scheme, at }: Candidate): void {
    const end = next(isSpecial(scheme) ? /[/?#\\]/g : /[/?#]/g, text, at);
    if (this.#effort.spend(text.length - at))
      this.#report([{ text: hostIn(text.slice(at, end)), isSure: true }], scheme, text.slice(end), false);
  }

  /** `isText`: a host that is none by the standard still counts as written, because somebody reads URLs by other rules. */
  #report(guesses: readonly Guess[], scheme: string, rest: string, isText: boolean): void {
    const isFile = scheme === 'file';
    // `file:///path` has no host, and a path that conditions ask for; `localhost` and a drive's letter say no more (WHATWG URL 4.4).
    const isHere = guesses.every(({ text }) => text === '' || (isFile && /^(?:localhost|[a-z])$/i.test(text)));
    if (isHere && needsNoHost(scheme)) this.#found('', scheme, rest);
    if (isHere && isFile) return;
    for (const { text, isSure } of guesses) {
      const host = this.#read(text, !isSpecial(scheme)) ?? (isSure && isText ? text.toLowerCase() : '');
      if (host === '' || !(isSure || isBare(host))) continue;
      for (const name of namesOf(host)) this.#found(name, scheme, rest);
    }
  }

  /** Path, query and fragment, as far as a URL in a text goes. */
  #restOf(text: string, from: number): string {
    let end = next(TEXT_END, text, from);
    if (!this.#effort.spend(end - from)) return '';
    while (end > from && CLOSERS.includes(text.charAt(end - 1))) end--;
    return text.slice(from, end);
  }

  #readBare(whole: string): void {
    if (whole === '' || NOT_BARE.test(whole) || (WORD.test(whole) && whole.toLowerCase() !== 'localhost')) return;
    const host = this.#read(bareHost(whole), false);
    if (host === undefined || !isBare(host)) return;
    // `name@example.com` is somebody's address; a user's name before an IP address is there to hide it (S30).
    if (whole.includes('@') && !isAddress(host)) return;
    for (const name of namesOf(host)) this.#found(name, undefined, '');
  }

  #read(text: string, isOpaque: boolean): string | undefined {
    if (!this.#effort.spend(PER_GUESS)) return undefined;
    const key = `${isOpaque ? '/' : ''}${text}`;
    if (text === '' || this.#known.has(key)) return this.#known.get(key);
    if (!this.#effort.spend(costOf(text))) return undefined;
    const host = isOpaque ? readOpaqueHost(text) : readHost(text);
    if (host === TOO_LONG) this.#effort.giveUp();
    const known = host === TOO_LONG ? undefined : host;
    this.#known.set(key, known);
    return known;
  }
}

/** `user@host:port` → `host`, with brackets around IPv6; empty where the string is more than that. */
function bareHost(whole: string): string {
  const place = whole.slice(whole.lastIndexOf('@') + 1);
  if (place.startsWith('[')) return /^\[[^[\]]*\](?::\d*)?$/.test(place) ? hostIn(place) : '';
  const [host = '', port = '', ...more] = place.split(':');
  if (more.length > 0) return `[${place}]`;
  return /^\d*$/.test(port) ? host : '';
}

/** Where `end` stands next, or the end of the text. */
function next(end: RegExp, text: string, from: number): number {
  end.lastIndex = from;
  return end.exec(text)?.index ?? text.length;
}
