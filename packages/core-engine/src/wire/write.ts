/** A JSON string of well-formed text. U+2028 and U+2029 are escaped: some programs take them for line ends. */
export function quote(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
