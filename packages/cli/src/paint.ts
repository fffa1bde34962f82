import type { Surroundings } from './parts.js';

export type Colour = 'green' | 'red' | 'yellow' | 'dim' | 'bold';

/** Puts text into a colour, where there is a terminal to show it. */
export type Paint = (colour: Colour, text: string) => string;

/** SGR of ECMA-48. */
const codes: Readonly<Record<Colour, readonly [on: number, off: number]>> = {
  green: [32, 39],
  red: [31, 39],
  yellow: [33, 39],
  dim: [2, 22],
  bold: [1, 22],
};

export function openPaint({ env, isTerminal = false }: Pick<Surroundings, 'env' | 'isTerminal'>): Paint {
  const isPlain = !isTerminal || env['NO_COLOR'] !== undefined || env['TERM'] === 'dumb';
  return (colour, text) => (isPlain ? text : `\u001b[${codes[colour][0]}m${text}\u001b[${codes[colour][1]}m`);
}

export const effectColours: Readonly<Record<string, Colour>> = {
  allow: 'green',
  redact: 'green',
  approve: 'yellow',
  deny: 'red',
};

/** Rows in columns; nothing stands behind the last one. `paint` is given each cell padded already. */
export function table(rows: readonly (readonly string[])[], paint?: (text: string, column: number) => string): string {
  const widths: number[] = [];
  for (const row of rows) for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  const lines = rows.map((row) =>
    row
      .map((cell, at) => {
        const padded = at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0);
        return paint ? paint(padded, at) : padded;
      })
      .join('  ')
      .trimEnd(),
  );
  return lines.map((line) => `${line}\n`).join('');
}

/** JSON in which nothing is invisible or reverses a line: what stands in strings is escaped, and nothing else can hold it. */
export function printJson(value: unknown): string {
  const spell = (text: string) =>
    [...Array(text.length).keys()].map((at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
  const hidden = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
  return `${JSON.stringify(value, null, 2).replace(hidden, spell)}\n`;
}
