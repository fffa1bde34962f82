import fc from 'fast-check';

/** Pieces of text that parsers stumble over. */
const pieces = [
  ...[
    'a',
    'Z',
    '0',
    ' ',
    '"',
    '\\',
    '/',
    '\b',
    '\f',
    '\n',
    '\r',
    '\t',
    '\0',
    '\x1b',
    '\x7f',
    '\u00e9',
    '\u2028',
    '\ufeff',
  ],
  ...['\u200b', '\uffff', '😀', '\u{10ffff}', '\ud800', '\udfff', 'name', '__proto__'],
];
const text = fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((parts) => parts.join(''));

/** A JSON string, each of its characters written in one of the ways that JSON has for it. */
const string = fc.tuple(text, fc.infiniteStream(fc.nat(3))).map(([value, styles]) => {
  const written = Array.from(value, (character) => {
    const style = styles.next().value;
    const units = character.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    if (style === 0) return units.join('');
    if (style === 1) return units.join('').replace(/[a-f]/g, (digit) => digit.toUpperCase());
    return JSON.stringify(character).slice(1, -1);
  });
  return `"${written.join('')}"`;
});

/** The same as a key: seldom with an escape that nobody needs, which is refused. */
const key = fc.tuple(string, fc.nat(9)).map(([written, chance]) =>
  chance === 0
    ? written
    : written.replace(/\\(?:u00[\da-f]{2}|[^u])/gi, (one) => {
        const character: string = JSON.parse(`"${one}"`);
        return /[\w.$-]/.test(character) ? character : one;
      }),
);

const number = fc.stringMatching(/^-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,4})?([eE][+-]?[0-9]{1,3})?$/);
const space = fc.constantFrom('', '', '', ' ', '\t', '  ');

/** JSON as text: objects may have a key twice and strings half of a pair. */
export const document: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom('true', 'false', 'null'),
    number,
    string,
    list('[', ']', tie('value')),
    list(
      '{',
      '}',
      fc.tuple(key, space, space, tie('value')).map(([name, a, b, value]) => `${name}${a}:${b}${value}`),
    ),
  ),
})).value;

function list(open: string, close: string, element: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const spaced = fc.tuple(space, element, space).map((parts) => parts.join(''));
  return fc
    .tuple(space, fc.array(spaced, { maxLength: 5 }))
    .map(([inner, parts]) => (parts.length === 0 ? `${open}${inner}${close}` : `${open}${parts.join(',')}${close}`));
}

/** An object or an array as text. */
export const container: fc.Arbitrary<string> = document.filter((written) => /^[[{]/.test(written));
