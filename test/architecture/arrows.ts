import { dirname, join } from 'node:path';
import type { File, Manifest, Room } from './workspace.js';

/** What a package may import. */
interface Allowed {
  /** Packages of this workspace. */
  readonly ours: readonly string[];
  readonly foreign: readonly string[];
  /** Whether `node:` modules may be used. */
  readonly node: boolean;
}

const none: Allowed = { ours: [], foreign: [], node: true };

/**
 * Every arrow there is. Only the app imports concrete parts; what others need beyond the engine comes to them through ports,
 * so that installing one does not bring the rest.
 */
export const allowed: Readonly<Record<string, Allowed>> = {
  '@ostiary/core-engine': { ours: [], foreign: ['@marcbachmann/cel-js', 're2js', 'yaml'], node: false },
  '@ostiary/audit-chain': none,
  '@ostiary/transport-stdio': none,
  '@ostiary/policies': none,
  '@ostiary/gateway': { ...none, ours: ['@ostiary/core-engine'] },
  '@ostiary/state-sqlite': { ours: ['@ostiary/core-engine'], foreign: ['better-sqlite3'], node: true },
  '@ostiary/cli': { ours: ['@ostiary/core-engine'], foreign: ['commander', 'yaml'], node: true },
  ostiary: {
    ours: [
      '@ostiary/audit-chain',
      '@ostiary/cli',
      '@ostiary/core-engine',
      '@ostiary/gateway',
      '@ostiary/policies',
      '@ostiary/state-sqlite',
      '@ostiary/transport-stdio',
    ],
    foreign: [],
    node: true,
  },
};

const isOurs = (name: string): boolean => name === 'ostiary' || name.startsWith('@ostiary/');

/** `@scope/name/sub/path` → `@scope/name`. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

// Whole lines of comment may quote an import; a comment on a line of code is read as code, which errs on the strict side.
const commentLine = /^\s*(?:\/\/|\/\*|\*)(?!.*\*\/[^\S\n]*\S).*$/gm;
const clause = /(?<=^|[\s;}*])(?:from|import)\s*(['"])([^'"\n]+)\1/gm;
const callee = /\b(?:import|require(?:\.resolve)?)\s*\(\s*(['"`])([^'"`\n]+)\1/g;

/** What a source file imports, types included, in any spelling. */
export function importsOf(text: string): string[] {
  const code = text.replace(commentLine, '');
  return [...code.matchAll(clause), ...code.matchAll(callee)].map((match) => match[2] as string);
}

function judgeImport(
  specifier: string,
  file: File,
  folder: string,
  manifest: Manifest,
  allow: Allowed,
): string | undefined {
  if (specifier.startsWith('.')) {
    const inside = join(dirname(file.path), specifier).startsWith(join(folder, 'src/'));
    return inside ? undefined : 'leaves its package';
  }
  if (specifier.startsWith('node:')) return allow.node ? undefined : 'may not use Node';
  const name = packageOf(specifier);
  if (name === manifest.name) return 'imports itself by name';
  if (!(isOurs(name) ? allow.ours : allow.foreign).includes(name)) return 'is not a listed arrow';
  const { dependencies, optionalDependencies } = manifest;
  return { ...dependencies, ...optionalDependencies }[name] === undefined ? 'is not among the dependencies' : undefined;
}

/** Every import line of a package that goes where it may not. */
export function strayImports({ folder, manifest, sources }: Room): string[] {
  const allow = allowed[manifest.name];
  if (allow === undefined) return [`${manifest.name} is not in the table of arrows`];
  return sources.flatMap((file) =>
    importsOf(file.text).flatMap((specifier) => {
      const fault = judgeImport(specifier, file, folder, manifest, allow);
      return fault === undefined ? [] : [`${file.path}: \`${specifier}\` ${fault}`];
    }),
  );
}

/** Every dependency of a package that is not in the table. Foreign `devDependencies` reach nobody and are free. */
export function strayDependencies({ manifest }: Room): string[] {
  const { dependencies, optionalDependencies, peerDependencies, devDependencies } = manifest;
  const reaching = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
  const named = [...reaching, ...Object.keys(devDependencies ?? {}).filter(isOurs)];
  const allow = allowed[manifest.name] ?? none;
  return named
    .filter((name) => !(isOurs(name) ? allow.ours : allow.foreign).includes(name))
    .map((name) => `${manifest.name} depends on \`${name}\``);
}
