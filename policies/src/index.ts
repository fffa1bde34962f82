import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A starter policy as it lies in this package. */
export interface Pack {
  /** As in `pack:baseline`. */
  readonly name: string;
  /** Its file, to show and to copy. */
  readonly file: string;
  /** What the file holds, byte for byte: its digest goes on record. */
  readonly text: Uint8Array;
}

/** Every pack there is. */
export const packNames: readonly string[] = Object.freeze([
  'baseline',
  'destructive-actions',
  'public-destinations',
  'read-only',
  'refunds',
  'strict',
]);

/** The pack of this name, undefined where there is none. Throws the file system's error where the package is damaged. */
export function pack(name: string): Pack | undefined {
  // The name is looked up before it becomes a part of a path.
  if (!packNames.includes(name)) return undefined;
  const file = fileURLToPath(new URL(`../${name}.yaml`, import.meta.url));
  return { name, file, text: readFileSync(file) };
}
