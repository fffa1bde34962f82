import { edgesOf } from '../value/edges.js';

/** What no path may hold that is to be judged: somebody behind us may decode, expand or cut it. */
const UNCLEAR = /[%\\~\0]/;
/** What `blur` may change. */
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
    const isInside = isBelow(way.steps, top.steps);
    if (isInside !== isBelow(way.alike, top.alike)) isUnclear = true;
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

function isBelow(steps: readonly string[], top: readonly string[]): boolean {
  return top.every((step, index) => steps[index] === step);
}

/** What is wrong with a root, or undefined. */
export function checkRoot(root: string): string | undefined {
  if (!root.startsWith('/')) return 'a root must be an absolute path that starts with "/"';
  if (UNCLEAR.test(root)) return 'a root must not hold "%", "\\", "~" or NUL: no path that does can be inside';
  return /\/\.{1,2}(?:\/|$)/.test(root) ? 'a root must not hold "." or "..": write where they lead' : undefined;
}

/** The names on the way from `/`, as they stand there and as those take them who do not tell apart what looks alike. */
interface Way {
  readonly steps: readonly string[];
  readonly alike: readonly string[];
}

function wayOf(path: string): Way | undefined {
  const plain = /^file:/i.test(path) ? pathOf(path) : path;
  if (plain === undefined || !plain.startsWith('/') || UNCLEAR.test(plain)) return undefined;
  const names = plain.split('/');
  const steps = resolve(names);
  return { steps, alike: ODD.test(plain) ? resolve(names.map(blur)) : steps };
}

function resolve(names: readonly string[]): readonly string[] {
  const steps: string[] = [];
  for (const name of names) {
    if (name === '..') steps.pop();
    else if (name !== '' && name !== '.') steps.push(name);
  }
  return steps;
}

/** The MCP server for files opens what has the same normal form (`K` for the Kelvin sign), and many programs take white space off. */
function blur(name: string): string {
  const { start, end } = edgesOf(name);
  return name.slice(start, end).normalize('NFC');
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
