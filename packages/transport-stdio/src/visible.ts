/**
 * What a terminal acts on or does not show: control, format (bidirectional, zero-width, tags), surrogate, line and
 * paragraph separators, and every code point that is invisible by default (variation selectors, fillers). Tab is left as
 * it is, and so is one emoji variation selector behind a pictograph, where it hides nothing.
 */
const unseen =
  /(?!\t|(?<=\p{Extended_Pictographic})\uFE0F)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * The text with every such character spelt out, as `\x1b`, `\u202e` or `\u{e0041}`: safe on a terminal and in a one-line
 * message, line feeds included. Not reversible: a backslash stays one backslash.
 */
export function visible(text: string): string {
  return text.replace(unseen, spell);
}

function spell(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}
