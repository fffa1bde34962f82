import { embeddedAddress } from './embedded.js';
import { hasPublicSuffix } from './suffixes.js';

/**
 * The longest host, in UTF-16 units, that is not plain ASCII: four times a DNS name (RFC 1035: 253) with room for escapes. Node 20 takes
 * time quadratic in its length for Punycode.
 */
const LONGEST = 1024;

const PLAIN = /^[\0-\x24\x26-\x7f]*$/;
/** What no host of a special scheme may hold (WHATWG URL 3.1), except `%`, which is decoded first, and what stands in brackets. */
const FORBIDDEN = /[\0-\x20#/:<>?@[\\\]^|\x7f]/;
const BRACKETS = /^\[[0-9a-f:.]+\]$/i;
const ADDRESS = /^(?:\d+\.){3}\d+$/;
const NAME = /^[a-z0-9._-]+$/;

/** A host that cannot be evaluated. */
export const TOO_LONG: unique symbol = Symbol('too long');

/** What reading this host costs, in the units of Effort. */
export function costOf(text: string): number {
  const isSlow = text.length <= LONGEST && !PLAIN.test(text) && !FORBIDDEN.test(text);
  return 200 + (isSlow ? (text.length * text.length) / 4 : text.length);
}

/**
 * The host in canonical form, as WHATWG URLs write it: lower-cased, decoded, in ASCII, IPv4 and IPv6 by their numbers; without final dot.
 * Undefined where it is none.
 */
export function readHost(text: string): string | typeof TOO_LONG | undefined {
  // What follows `%` in brackets is a zone, which says how to get there and not where (RFC 6874).
  const host = text.startsWith('[') ? text.replace(/%[^\]]*/, '') : text;
  if (host === '' || (FORBIDDEN.test(host) && !BRACKETS.test(host))) return undefined;
  if (host.length > LONGEST && !PLAIN.test(host)) return TOO_LONG;
  const url = `http://${host}/`;
  return URL.canParse(url) ? withoutFinalDots(new URL(url).hostname) : undefined;
}

/** The host of a scheme that the standard does not know: opaque where it is no host of HTTP's. */
export function readOpaqueHost(text: string): string | typeof TOO_LONG | undefined {
  const host = readHost(text);
  if (host !== undefined) return host;
  const url = `opaque://${text}/`;
  return FORBIDDEN.test(text) || !URL.canParse(url) ? undefined : withoutFinalDots(new URL(url).hostname.toLowerCase());
}

function withoutFinalDots(host: string): string | undefined {
  let end = host.length;
  while (host[end - 1] === '.') end--;
  return end === 0 ? undefined : host.slice(0, end);
}

/** The host itself, and the IPv4 address that it carries: who names either means it. */
export function namesOf(host: string): readonly string[] {
  const carried = embeddedAddress(host);
  return carried === undefined ? [host] : [host, carried];
}

/** An address or `localhost`: a host in whatever text it stands. */
export function isAddress(host: string): boolean {
  return host === 'localhost' || host.startsWith('[') || ADDRESS.test(host);
}

/** Whether a string that is this host and nothing else means it. */
export function isBare(host: string): boolean {
  return isAddress(host) || (NAME.test(host) && hasPublicSuffix(host));
}
