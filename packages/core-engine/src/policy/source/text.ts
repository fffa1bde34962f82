import type { Report } from '../problem.js';
import { countLines } from './lines.js';

const MAX_BYTES = 1024 * 1024;
const TOP = { line: 1, column: 1, path: '' };

/** What YAML does not allow in a file, and what some readers take for the end of a line and others do not. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const NOT_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufeff]|\r(?!\n)/;

/** The text of a policy file, or undefined when it is none; its mistakes are reported. One BOM is dropped. */
export function readText(input: string | Uint8Array, report: Report): string | undefined {
  const size = typeof input === 'string' ? input.length : input.byteLength;
  const tooBig = size > MAX_BYTES || (typeof input === 'string' && new TextEncoder().encode(input).length > MAX_BYTES);
  if (tooBig) {
    report.error(TOP, 'the file is too large: a policy has at most 1 MiB');
    return undefined;
  }
  const text = typeof input === 'string' ? input.replace(/^\ufeff/, '') : decode(input, report);
  if (text === undefined) return undefined;
  const odd = NOT_TEXT.exec(text);
  if (odd !== null) {
    const code = (odd[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    report.error(
      countLines(text)(odd.index),
      `character U+${code} is not allowed here: write it as an escape in double quotes`,
    );
    return undefined;
  }
  return text;
}

function decode(bytes: Uint8Array, report: Report): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // The decoder does not say where. What it repairs differs from what came, first at the byte that is wrong.
    const repaired = new TextEncoder().encode(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
    const wrong = repaired.findIndex((byte, index) => byte !== bytes[index]);
    const before = new TextDecoder().decode(bytes.subarray(0, Math.max(wrong, 0)));
    report.error(countLines(before)(before.length), 'the file is not UTF-8 from here on: save it as UTF-8');
    return undefined;
  }
}
