import { open, readdir, stat } from 'node:fs/promises';
import { basename, join, parse } from 'node:path';
import { checkNames, compilePolicy, type Policy, type Problem } from '@ostiary/core-engine';
import { suggest } from './config/nearest.js';
import { CommandError, causeOf } from './fail.js';
import type { Tools } from './parts.js';

/** One policy as it was read. */
export interface Source {
  /** As it is shown to people. */
  readonly file: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Loaded {
  /** Empty where one of the policies has an error: then none counts. */
  readonly policies: readonly Policy[];
  /** SHA-256 of each policy's bytes, in the same order. */
  readonly digests: readonly string[];
  readonly problems: readonly Problem[];
  readonly files: readonly string[];
}

type PolicyParts = Pick<Tools, 'packNames' | 'readPack' | 'sha256'>;

/** The engine refuses a larger policy; reading stops one byte behind that, so that no file is read without end. */
const mostBytes = 1024 ** 2;

/**
 * Reads and compiles policies from files, folders and packs, in the order given. `gatewayFiles` is the list of that name in every
 * policy. Throws `CommandError` for what cannot be read.
 */
export async function loadPolicies(
  names: readonly string[],
  parts: PolicyParts,
  gatewayFiles: readonly string[] = [],
): Promise<Loaded> {
  const sources = (await Promise.all(names.map((name) => readSources(name, parts)))).flat();
  const compiled = await Promise.all(
    sources.map(({ file, name, bytes }) => compilePolicy({ file, name, text: bytes, gatewayFiles })),
  );
  const policies = compiled.flatMap((result) => (result.ok ? [result.policy] : []));
  const problems = sortByFile(
    [...compiled.flatMap((result) => result.problems), ...checkNames(policies)],
    sources.map(({ file }) => file),
  );
  const failed = problems.some(({ severity }) => severity === 'error');
  return {
    policies: failed ? [] : policies,
    digests: sources.map(({ bytes }) => parts.sha256(bytes)),
    problems,
    files: sources.map(({ file }) => file),
  };
}

/** In the order of the files, and there by place. */
export function sortByFile(problems: readonly Problem[], files: readonly string[]): readonly Problem[] {
  const rank = new Map(files.map((file, index) => [file, index]));
  const rankOf = ({ file }: Problem): number => rank.get(file) ?? files.length;
  return problems.toSorted((a, b) => rankOf(a) - rankOf(b) || a.line - b.line || a.column - b.column);
}

/** What a name given with --policy stands for: a file, those of a folder, or a pack. */
export async function readSources(name: string, { packNames, readPack }: PolicyParts): Promise<Source[]> {
  if (name.startsWith('pack:')) {
    const pack = readPack(name.slice('pack:'.length));
    if (pack) return [{ file: name, name: pack.name, bytes: pack.text }];
    const known = packNames.map((known) => `pack:${known}`);
    throw new CommandError(`there is no policy \`${name}\`${suggest(name, known)}; packs: ${known.join(', ')}`);
  }
  const what = await stat(name).catch((cause) => {
    const hint = packNames.includes(name) ? ` (did you mean \`pack:${name}\`?)` : '';
    throw new CommandError(`policy \`${name}\` cannot be read: ${causeOf(cause)}${hint}`, undefined, { cause });
  });
  if (what.isDirectory()) return readFolder(name);
  if (!what.isFile()) throw new CommandError(`policy \`${name}\` is neither a file nor a folder`);
  return [await readSource(name)];
}

async function readFolder(folder: string): Promise<Source[]> {
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name));
  if (names.length === 0) throw new CommandError(`folder \`${folder}\` holds no policy (\`.yaml\` or \`.yml\`)`);
  // By bytes, as the order of policies is promised, and not by the rules of a language.
  names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return Promise.all(names.map((name) => readSource(join(folder, name))));
}

async function readSource(file: string): Promise<Source> {
  try {
    const handle = await open(file);
    try {
      const buffer = new Uint8Array(mostBytes + 1);
      let length = 0;
      for (let read = -1; read !== 0 && length < buffer.length; length += read) {
        read = (await handle.read(buffer, length, buffer.length - length)).bytesRead;
      }
      return { file, name: parse(basename(file)).name, bytes: buffer.slice(0, length) };
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw new CommandError(`policy \`${file}\` cannot be read: ${causeOf(cause)}`, undefined, { cause });
  }
}

/** One mistake as a line: `file:line:column severity message`. */
export function formatProblem({ file, line, column, severity, message }: Problem): string {
  const place = line > 0 ? `${file}:${line}:${column}` : file;
  return `${place} ${severity} ${message}`;
}

/** Policies to ask. Throws `CommandError` with every mistake, one a line. */
export async function usePolicies(names: readonly string[], parts: PolicyParts): Promise<readonly Policy[]> {
  const { policies, problems } = await loadPolicies(names, parts);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new CommandError(errors.map(formatProblem).join('\n'));
  return policies;
}
