/** What no path may hold that is to be judged: somebody behind us may decode, expand or cut it. */
const UNCLEAR = /[%\\~\0]/;
const FILE_URL = /^file:(?:\/\/(?<host>[^/]*)|(?!\/\/))(?<path>\/.*)$/is;
/** In a URL these end the path, vanish, or become a slash that was none. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: WHATWG URLs lose some of them.
const UNCLEAR_IN_URL = /[?#\0-\x1f]|%2f/i;

/**
 * Whether an absolute path, or a `file:` URL, is one of the roots or below it, by its text alone: where symlinks lead is the server's
 * to know. Undefined where that cannot be said: a relative path, a host that is not this one, `%`, `\`, `~` or NUL after decoding once.
 * Case counts.
 */
export function inside(path: string, roots: readonly string[]): boolean | undefined {
  const steps = stepsOf(path);
  if (steps === undefined) return undefined;
  let isUnclear = false;
  for (const root of roots) {
    const top = checkRoot(root) === undefined ? stepsOf(root) : undefined;
    if (top?.every((step, index) => steps[index] === step)) return true;
    isUnclear ||= top === undefined;
  }
  return isUnclear ? undefined : false;
}

/** What is wrong with a root, or undefined. */
export function checkRoot(root: string): string | undefined {
  if (!root.startsWith('/')) return 'a root must be an absolute path that starts with "/"';
  if (UNCLEAR.test(root)) return 'a root must not hold "%", "\\", "~" or NUL: no path that does can be inside';
  return /\/\.{1,2}(?:\/|$)/.test(root) ? 'a root must not hold "." or "..": write where they lead' : undefined;
}

/** The names on the way from `/`. */
function stepsOf(path: string): readonly string[] | undefined {
  const plain = /^file:/i.test(path) ? pathOf(path) : path;
  if (plain === undefined || !plain.startsWith('/') || UNCLEAR.test(plain)) return undefined;
  const steps: string[] = [];
  for (const step of plain.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
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
