import { readHost } from './host.js';

/** A wildcard, or a backslash that takes the next character literally. */
const WILD = /[*?\\]/;
const NEVER = /[A-Z/@#\s]|[^\0-\x7f]/;

/**
 * What is wrong with an entry of `destinations`, without its `!`, or undefined. An entry that no host in canonical form can meet makes a
 * guard that guards nothing.
 */
export function checkDestination(entry: string): string | undefined {
  if (!WILD.test(entry)) {
    const host = canonical(entry);
    if (host === entry) return undefined;
    return `no host is written like this: ${host === undefined ? 'name a host, without scheme, port and path' : `write "${host}"`}`;
  }
  if (NEVER.test(entry))
    return 'no host is written like this: hosts are lower-case and in ASCII, without scheme, port and path';
  const isPort = entry.includes(':') && !/^[[*?\\]/.test(entry);
  return isPort ? 'no host is written like this: a port is not part of a host, and IPv6 stands in brackets' : undefined;
}

function canonical(entry: string): string | undefined {
  const host = URL.canParse(entry) && /^[a-z][a-z0-9+.-]*:\/\//i.test(entry) ? new URL(entry).hostname : entry;
  const found = [host, `[${host}]`, host.replace(/:\d*$/, '')].map(readHost);
  return found.find((one) => typeof one === 'string');
}
