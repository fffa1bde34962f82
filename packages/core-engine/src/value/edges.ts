const SPACE = 0x20;
const ASCII = 0x7f;
/** Also the byte order mark; NEL is none to JavaScript, and is to Python. */
const WHITE = /[\s\x85]/;

/**
 * Where a text begins and ends without what programs take off before they parse it: white space of any script, byte order marks, and
 * control characters, of which Python takes off some.
 */
export function edgesOf(text: string): { readonly start: number; readonly end: number } {
  let start = 0;
  let end = text.length;
  while (start < end && isEdge(text, start)) start += 1;
  while (end > start && isEdge(text, end - 1)) end -= 1;
  return { start, end };
}

function isEdge(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code <= SPACE || (code > ASCII && WHITE.test(text.charAt(at)));
}
