import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `tsc` makes of one source file, and the source itself, which its maps point to. */
const parts = [
  ['dist/', '.d.ts'],
  ['dist/', '.d.ts.map'],
  ['src/', '.ts'],
];

const packed = new Map();

/** The files that npm would publish, in their order. */
export function packedFiles(folder) {
  const known = packed.get(folder);
  if (known) return known;
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error'], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const files = JSON.parse(output)[0].files.map(({ path }) => path);
  packed.set(folder, files);
  return files;
}

/** The same, short: a module for the three files of one source, a script for a rolled file and its map, and every other file by its name. */
export function contentsOf(files) {
  const left = new Set(files);
  const scripts = files
    .filter((file) => file.startsWith('dist/') && file.endsWith('.js') && left.has(`${file}.map`))
    .map((file) => file.slice(5, -3));
  for (const name of scripts) for (const end of ['.js', '.js.map']) left.delete(`dist/${name}${end}`);
  const modules = [];
  for (const file of files) {
    const name = file.startsWith('src/') && file.endsWith('.ts') ? file.slice(4, -3) : undefined;
    const all = parts.map(([folder, end]) => `${folder}${name}${end}`);
    if (name === undefined || !all.every((part) => left.has(part))) continue;
    modules.push(name);
    for (const part of all) left.delete(part);
  }
  return { scripts: scripts.sort(), modules: modules.sort(), files: [...left].sort() };
}

/** Left over from another build, or not built yet. A declaration of what the compiler cannot know has no other half. */
function isHalf(file) {
  return file.startsWith('dist/') || (file.startsWith('src/') && !file.endsWith('.d.ts'));
}

/** What stands in the way of publishing this package as it lies there. `expected` is what was agreed upon. */
export function packedFaults(folder, expected = { scripts: [], modules: [], files: [] }) {
  if (!existsSync(join(folder, 'dist'))) return ['it has no `dist`: build it first'];
  const { scripts, modules, files } = contentsOf(packedFiles(folder));
  return [
    ...files.filter(isHalf).map((file) => `\`${file}\` lacks its other half: delete \`dist\` and build anew`),
    ...missing(scripts, expected.scripts).map((name) => `the script \`${name}\` is not in the list`),
    ...missing(expected.scripts, scripts).map((name) => `the script \`${name}\` is in the list and not in the package`),
    ...missing(modules, expected.modules).map((name) => `the module \`${name}\` is not in the list`),
    ...missing(expected.modules, modules).map((name) => `the module \`${name}\` is in the list and not in the package`),
    ...missing(files, expected.files).map((file) => `the file \`${file}\` is not in the list`),
    ...missing(expected.files, files).map((file) => `the file \`${file}\` is in the list and not in the package`),
  ];
}

function missing(from, list) {
  return from.filter((name) => !list.includes(name));
}

export function readList(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
