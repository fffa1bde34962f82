import { createReadStream } from 'node:fs';
import { CommandError, causeOf } from '../fail.js';
import { formatProblem } from '../policies.js';
import { type Asked, askedKeys, readAsked } from './asked.js';
import { readJsonTree } from './json.js';
import { readMembers } from './members.js';
import type { Source, Tree } from './tree.js';
import { readYamlTree } from './yaml.js';

/** More is no message, and standard input may never end. */
const mostBytes = 33 * 1024 ** 2;

/** A file, or standard input where it is `-`. Never more than a message may hold: a device has no end. */
export async function readBytes(file: string, stdin: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of file === '-' ? stdin : createReadStream(file)) {
      size += chunk.length;
      if (size > mostBytes) throw new CommandError(`\`${file}\` is longer than a message may be (32 MiB)`);
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    throw new CommandError(`\`${file}\` cannot be read: ${causeOf(cause)}`, undefined, { cause });
  }
  return Buffer.concat(chunks);
}

/** A file by its ending: YAML where that says so, else JSON. */
export async function readTree(file: string, bytes: Uint8Array): Promise<{ source: Source; tree?: Tree }> {
  return /\.ya?ml$/.test(file) ? readYamlTree(file, bytes) : readJsonTree(file, bytes);
}

/** `--input`: the call that a file describes. Throws `CommandError` with every mistake. */
export async function readInput(file: string, stdin: AsyncIterable<Uint8Array>): Promise<Asked> {
  const { source, tree } = await readTree(file === '-' ? 'standard input' : file, await readBytes(file, stdin));
  const members = tree && readMembers(tree, askedKeys, 'a call', source);
  const asked = members && readAsked(members, source);
  failOn(source);
  return asked ?? {};
}

export function failOn(source: Source): void {
  const lines = linesOf(source);
  if (lines.length > 0) throw new CommandError(lines.join('\n'));
}

/** The mistakes by their places. */
export function linesOf({ problems }: Source): readonly string[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column).map(formatProblem);
}
