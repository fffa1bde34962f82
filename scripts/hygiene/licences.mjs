import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Licences under which everybody may use, change and pass on what depends on them, with a notice at most. */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
]);

const readManifest = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** Where Node would find `name` from `folder`; undefined where it is not installed. */
function find(name, folder) {
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, 'node_modules', name);
    if (existsSync(join(path, 'package.json'))) return realpathSync(path);
    if (at === dirname(at)) return undefined;
  }
}

/** True where one of the licences that somebody may choose from is allowed, or all of those that hold together. */
function isAllowed(expression) {
  const plain = expression.replaceAll(/[()]/g, ' ').trim();
  if (plain.includes(' OR '))
    return !plain.includes(' AND ') && plain.split(' OR ').some((one) => allowed.has(one.trim()));
  return plain.split(' AND ').every((one) => allowed.has(one.trim()));
}

/** Everything that is installed with these packages, each once: `name@version`, its licence, and whether that is allowed. */
export function licencesOf(folders) {
  const seen = new Map();
  const visit = (folder) => {
    if (seen.has(folder)) return;
    const { name, version, license, dependencies, optionalDependencies, peerDependencies } = readManifest(folder);
    const text = typeof license === 'string' ? license : (license?.type ?? 'none');
    seen.set(folder, { name: `${name}@${version}`, license: text, isAllowed: isAllowed(text) });
    for (const dependency of Object.keys({ ...peerDependencies, ...dependencies, ...optionalDependencies })) {
      const found = find(dependency, folder);
      if (found !== undefined) visit(found);
      else if (dependencies?.[dependency]) throw new Error(`\`${dependency}\` of \`${name}\` is not installed`);
    }
  };
  for (const folder of folders) visit(realpathSync(folder));
  return [...seen.values()];
}
