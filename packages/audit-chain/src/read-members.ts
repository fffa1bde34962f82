const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Behind a string: what makes it the name of a member. */
const COLON = /[ \t\n\r]*:/y;

/** The members of a line that is an object if it is JSON at all, the last one of each name; nothing where it is no JSON. */
export function readMembers(line: string): { readonly [name: string]: unknown } | undefined {
  try {
    const members = JSON.parse(line);
    return line.includes('\\') ? JSON.parse(spellNames(line)) : members;
  } catch {
    return undefined;
  }
}

/**
 * The same JSON, its names without needless escapes. To JSON.parse of Node 24 and 26, a name that is written with one can be
 * the name of another member that it has read before (nodejs/node#63785): whoever computes a log anew could have it read as ours and by
 * everybody else as broken. What is taken for another name then always holds a backslash, and none that we look for does.
 */
function spellNames(json: string): string {
  let spelt = '';
  let done = 0;
  for (let at = json.indexOf('"'); at !== -1; ) {
    const end = endOfString(json, at);
    COLON.lastIndex = end;
    if (COLON.test(json)) {
      spelt += json.slice(done, at) + JSON.stringify(JSON.parse(json.slice(at, end)));
      done = end;
    }
    at = json.indexOf('"', end);
  }
  return spelt + json.slice(done);
}

/** Behind the quote that ends the string which begins at `at`. */
function endOfString(json: string, at: number): number {
  let end = at + 1;
  while (json.charCodeAt(end) !== QUOTE) end += json.charCodeAt(end) === BACKSLASH ? 2 : 1;
  return end + 1;
}
