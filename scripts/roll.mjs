// Rolls the modules of packages into the files that are published: one for each entry, and one for each part that is loaded when it is
// needed. Nothing is shortened or renamed, and what is not of the package stays an import (docs/decisions/009-rolled-packages.md).
// `node scripts/roll.mjs [folder …]`, after `tsc -b` has written the declarations; the folder is the current one if none is named.
// With `--to <folder>` the files of one package are written there instead, to be compared with what was published.
import { readFileSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { rolldown } from 'rolldown';

/** The sources of what a manifest says is there: `./dist/index.js` comes from `src/index.ts`. */
function entriesOf(folder) {
  const { exports = {}, bin = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const built = [...Object.values(exports).map((entry) => entry.default), ...Object.values(bin)];
  const scripts = built.filter((file) => file?.startsWith('./dist/') && file.endsWith('.js'));
  return Object.fromEntries(
    scripts.map((file) => [
      basename(file, '.js'),
      join(folder, file.replace('./dist/', 'src/').replace(/\.js$/, '.ts')),
    ]),
  );
}

async function roll(folder, to) {
  const bundle = await rolldown({
    input: entriesOf(folder),
    cwd: folder,
    platform: 'neutral',
    external: (name) => !name.startsWith('.') && !name.startsWith('/'),
    resolve: { extensionAlias: { '.js': ['.ts'] } },
    onLog(level, { message }) {
      throw new Error(`${folder}: ${level}: ${message}`);
    },
  });
  const { output } = await bundle.write({
    dir: to,
    format: 'esm',
    sourcemap: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
  });
  await bundle.close();
  const written = new Set(output.map(({ fileName }) => fileName));
  for (const file of await readdir(to, { recursive: true })) {
    // A module that is no more, or that is in another file now, must not be published.
    if (/\.js(?:\.map)?$/.test(file) && !written.has(file)) rmSync(join(to, file));
  }
}

const { values, positionals } = parseArgs({ options: { to: { type: 'string' } }, allowPositionals: true });
const folders = (positionals.length > 0 ? positionals : ['.']).map((folder) => resolve(folder));
if (values.to !== undefined && folders.length > 1) throw new Error('`--to` takes the files of one package only');
for (const folder of folders) await roll(folder, resolve(values.to ?? join(folder, 'dist')));
