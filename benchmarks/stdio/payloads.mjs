// What the calls carry. A message is its bytes before and after the id.

const letters = 'the door is on the left and the key hangs beside it; ';
const fill = (size) => letters.repeat(Math.ceil(size / letters.length)).slice(0, size);

/** Two accents in 100 kB are enough to make a text of two bytes a character. */
const accent = (text) => `${text.slice(0, 1000)}é${text.slice(1000, -1000)}ü${text.slice(-1000)}`;

function rows(size) {
  const made = [];
  for (let bytes = 0; bytes < size; ) {
    const number = made.length;
    const row = {
      row: number,
      name: `customer ${number}`,
      active: number % 3 === 0,
      total: number * 1.25,
      tags: ['a', 'bc'],
    };
    bytes += JSON.stringify(row).length + 1;
    made.push(row);
  }
  return made;
}

function message(args) {
  const params = JSON.stringify({ name: 'echo', arguments: args });
  return { before: '{"jsonrpc":"2.0","id":', after: Buffer.from(`,"method":"tools/call","params":${params}}\n`) };
}

const KB = 1000;

/** `small` is a line of 200 bytes with ids of seven digits, the others have arguments of 100 kB. */
export const payloads = {
  small: message({ text: fill(98) }),
  text: message({ text: fill(100 * KB) }),
  'text, accents': message({ text: accent(fill(100 * KB)) }),
  rows: message({ rows: rows(100 * KB) }),
  'rows, accents': message({ rows: rows(100 * KB).map((row, at) => (at % 500 === 3 ? { ...row, name: 'Zoë' } : row)) }),
};
