/**
 * What ends a host where a URL stands in other text: quotes, closing and opening brackets, signs. Not square brackets, which IPv6
 * has, nor `%`, `@`, `:`, `.`, `-`, `_`, nor letters, digits and full stops of any script.
 */
const DELIMITER =
  /(?![-[\]])["'`<>|,;^!$&*+=~\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Pd}\u2026\uff0c\u3001\uff1a\uff1b\uff01\uff1f]/u;

/** A possible host, as written. */
export interface Guess {
  readonly text: string;
  /** A host whatever it is; else only if it is one by itself. */
  readonly isSure: boolean;
}

/**
 * Every host that somebody may read out of what stands between the slashes and the next `/`, `?`, `#` or white space. Readers differ in
 * where a URL ends in a text and in whether a backslash ends the host (WHATWG) or belongs to the user (RFC 3986): all are taken.
 */
export function guessHosts(authority: string, isSure: boolean): readonly Guess[] {
  const slash = authority.indexOf('\\');
  const readings = slash === -1 ? [authority] : [authority.slice(0, slash)];
  if (slash !== -1 && authority.includes('@', slash)) readings.push(authority);
  return readings.flatMap((reading) => {
    const [first = '', ...others] = reading.split(DELIMITER);
    // `http://a"b@host`: a user's name may hold whatever it likes.
    const afterUser = reading.includes('@') ? [behindUser(reading).split(DELIMITER, 1)[0] ?? ''] : [];
    const sure = [first, ...afterUser].map(hostIn);
    const unsure = [...sure.map(plainStart), ...others.map(hostIn)].filter((text) => text !== '');
    return [...sure.map((text) => ({ text, isSure })), ...unsure.map((text) => ({ text, isSure: false }))];
  });
}

/** `user:password@host:port` → `host`. Nothing is cut but that: what WHATWG makes of a URL that ends where the string does. */
export function hostIn(authority: string): string {
  const place = behindUser(authority);
  const end = place.startsWith('[') ? place.indexOf(']') + 1 : place.search(/[:[\]]/);
  return end === -1 ? place : place.slice(0, end);
}

/** Where simple readers end a host: `evil.com_` in Markdown, and where the next word of another script follows without a blank. */
function plainStart(host: string): string {
  const start = /^[a-z0-9._-]*/i.exec(host)?.[0] ?? '';
  let end = start.length;
  while (end > 0 && '._-'.includes(start.charAt(end - 1))) end--;
  return start.slice(0, end);
}

function behindUser(authority: string): string {
  return authority.slice(authority.lastIndexOf('@') + 1);
}
