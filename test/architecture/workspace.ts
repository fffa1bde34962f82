import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root: string = fileURLToPath(new URL('../..', import.meta.url));
const notOurs = new Set(['node_modules', 'dist', 'coverage', '.git', '.turbo']);

/** A file of the clone, by its path from the root. */
export interface File {
  readonly path: string;
  readonly text: string;
}

/** A package that is published. */
export interface Room {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly sources: readonly File[];
  /** Folders that `tsconfig.json` refers to, from the root. */
  readonly references: readonly string[];
}

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly type?: string;
  readonly private?: boolean;
  readonly engines?: { readonly node?: string };
  readonly exports?: Record<string, string | Record<string, string>>;
  readonly bin?: Record<string, string>;
  readonly files?: readonly string[];
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
}

export function isThere(path: string): boolean {
  return existsSync(join(root, path));
}

export function pathOf(path: string): string {
  return join(root, path);
}

export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Every file below a folder, whether git knows it yet or not; what is installed or built is left out. */
export function listFiles(folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !notOurs.has(entry.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return listFiles(path);
      return entry.isFile() ? [path] : [];
    });
}

function readRoom(folder: string): Room {
  const sources = isThere(join(folder, 'src')) ? listFiles(join(folder, 'src')) : [];
  const { references = [] } = JSON.parse(readText(join(folder, 'tsconfig.json'))) as {
    references?: { path: string }[];
  };
  return {
    folder,
    manifest: JSON.parse(readText(join(folder, 'package.json'))) as Manifest,
    sources: sources.filter((path) => path.endsWith('.ts')).map((path) => ({ path, text: readText(path) })),
    references: references.map((reference) => relative('.', join(folder, reference.path))),
  };
}

/** Every package of `packages/` and `apps/`, and `policies`. */
export function readRooms(): Room[] {
  const folders = ['packages', 'apps'].flatMap((parent) =>
    readdirSync(join(root, parent)).map((one) => join(parent, one)),
  );
  return [...folders, 'policies'].filter((folder) => isThere(join(folder, 'package.json'))).map(readRoom);
}
