import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CommandError, causeOf } from '../fail.js';
import { linesOf, readBytes, readTree } from '../question/input.js';
import type { CaseFile } from './case.js';
import { readCases } from './read.js';

const ending = /\.(?:ya?ml|json)$/;

/** The files of cases that these names stand for: a folder's by the bytes of their names. Throws `CommandError`. */
export async function findCaseFiles(names: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    names.map(async (name) => {
      const what = await stat(name).catch((cause) => {
        throw new CommandError(`cases \`${name}\` cannot be read: ${causeOf(cause)}`, undefined, { cause });
      });
      if (!what.isDirectory()) return [name];
      const inside = (await readdir(name)).filter((file) => ending.test(file));
      if (inside.length === 0)
        throw new CommandError(`folder \`${name}\` holds no cases (\`.yaml\`, \`.yml\` or \`.json\`)`);
      inside.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      return inside.map((file) => join(name, file));
    }),
  );
  return [...new Set(found.flat())];
}

/** Reads all of them. Throws `CommandError` with every mistake of every file, one a line. */
export async function loadCases(files: readonly string[]): Promise<readonly CaseFile[]> {
  const read = await Promise.all(files.map(loadFile));
  const problems = read.flatMap(({ problems }) => problems);
  if (problems.length > 0) throw new CommandError(problems.join('\n'));
  return read.flatMap(({ found }) => found ?? []);
}

async function loadFile(file: string): Promise<{ readonly problems: readonly string[]; readonly found?: CaseFile }> {
  const what = await stat(file).catch(() => undefined);
  if (what !== undefined && !what.isFile()) throw new CommandError(`\`${file}\` is neither a file nor a folder`);
  const { source, tree } = await readTree(file, await readBytes(file, nothing()));
  const found = tree && readCases(tree, source);
  return { problems: linesOf(source), ...(found && { found: anchored(found) }) };
}

/** Paths in a file are meant from its folder. */
function anchored(file: CaseFile): CaseFile {
  const folder = dirname(file.file);
  const policies = file.policies.map((name) => (name.startsWith('pack:') ? name : resolve(folder, name)));
  return { ...file, policies };
}

/** A file named `-` is no standard input here. */
async function* nothing(): AsyncGenerator<Uint8Array> {}
