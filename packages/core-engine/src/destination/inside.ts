import { edgesOf } from '../value/edges.js';

/** What no path may hold that is to be judged: somebody behind us may decode, expand or cut it. */
const UNCLEAR = /[%\\~\0]/;
/** What readers may take differently. */
const ODD = /[^!-~]/;
const FILE_URL = /^file:(?:\/\/(?<host>[^/]*)|(?!\/\/))(?<path>\/.*)$/is;
/** In a URL these end the path, vanish, or become a slash that was none. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: WHATWG URLs lose some of them.
const UNCLEAR_IN_URL = /[?#\0-\x1f]|%2f/i;

/**
 * Whether an absolute path, or a `file:` URL, is one of the roots or below it, by its text alone: where symlinks lead is the server's
 * to know. Undefined where that cannot be said: a relative path, a host that is not this one, `%`, `\`, `~` or NUL after decoding once,
 * and where it depends on whether a server tells apart what looks alike. Case counts.
 */
export function inside(path: string, roots: readonly string[]): boolean | undefined {
  const way = wayOf(path);
  if (way === undefined) return undefined;
  let isUnclear = false;
  for (const top of waysOf(roots)) {
    if (top === undefined) {
      isUnclear = true;
      continue;
    }
    const isInside = isBelow(way, top, 0);
    const isPlain = way.length === 1 && top.length === 1;
    if (!isPlain && READINGS.some((_, reading) => isBelow(way, top, reading) !== isInside)) isUnclear = true;
    else if (isInside) return true;
  }
  return isUnclear ? undefined : false;
}

/** The lists of a policy never change, so their roots are read once: with the gateway's own files they are dozens. */
const known = new WeakMap<readonly string[], readonly (Way | undefined)[]>();

function waysOf(roots: readonly string[]): readonly (Way | undefined)[] {
  const there = known.get(roots);
  if (there !== undefined) return there;
  const ways = roots.map((root) => (checkRoot(root) === undefined ? wayOf(root) : undefined));
  known.set(roots, ways);
  return ways;
}

function isBelow(way: Way, top: Way, reading: number): boolean {
  const steps = stepsOf(way, reading);
  return stepsOf(top, reading).every((step, index) => steps[index] === step);
}

/** What is wrong with a root, or undefined. */
export function checkRoot(root: string): string | undefined {
  if (!root.startsWith('/')) return 'a root must be an absolute path that starts with "/"';
  if (UNCLEAR.test(root)) return 'a root must not hold "%", "\\", "~" or NUL: no path that does can be inside';
  return /\/\.{1,2}(?:\/|$)/.test(root) ? 'a root must not hold "." or "..": write where they lead' : undefined;
}

/** The names on the way from `/`, once for each of the readings; only once where all readers agree. */
type Way = readonly (readonly string[])[];

/**
 * How servers and file systems read a path: as it stands; without white space at its end, or around its names, which many programs take
 * off; each also in the normal form by which the MCP server for files looks for a name (`K` for the Kelvin sign).
 */
const TRIMMED: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => path.slice(0, edgesOf(path).end),
  (path) => path.split('/').map(trim).join('/'),
];
const READINGS: typeof TRIMMED = TRIMMED.flatMap((read) => [read, (path) => read(path).normalize('NFC')]);

function trim(name: string): string {
  const { start, end } = edgesOf(name);
  return name.slice(start, end);
}

function stepsOf(way: Way, reading: number): readonly string[] {
  return way[reading] ?? (way[0] as readonly string[]);
}

function wayOf(path: string): Way | undefined {
  const plain = /^file:/i.test(path) ? pathOf(path) : path;
  if (plain === undefined || !plain.startsWith('/') || UNCLEAR.test(plain)) return undefined;
  return ODD.test(plain) ? READINGS.map((read) => resolve(read(plain))) : [resolve(plain)];
}

function resolve(path: string): readonly string[] {
  const steps: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') steps.pop();
    else if (name !== '' && name !== '.') steps.push(name);
  }
  return steps;
}

function pathOf(url: string): string | undefined {
  const { host = '', path } = FILE_URL.exec(url)?.groups ?? {};
  if (path === undefined || UNCLEAR_IN_URL.test(path) || !/^(?:localhost)?$/i.test(host)) return undefined;
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
