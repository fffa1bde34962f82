// What a package must not carry along: unused files, exports and dependencies (knip), entries that somebody cannot load (publint), files
// that nobody meant to publish (scripts/hygiene/packed.json), licences that bind whoever installs it. Needs a build and no network.
// `node scripts/hygiene.mjs --write` takes what is packed now as what is meant; look at the difference before you commit it.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { licencesOf } from './hygiene/licences.mjs';
import { contentsOf, packedFaults, packedFiles, readList } from './hygiene/packed.mjs';

const root = resolve(import.meta.dirname, '..');
const list = join(root, 'scripts/hygiene/packed.json');
const say = (text) => process.stdout.write(`${text}\n`);

const packages = globSync(['packages/*/package.json', 'apps/*/package.json', 'policies/package.json'], { cwd: root })
  .map((path) => ({ folder: join(root, dirname(path)), manifest: JSON.parse(readFileSync(join(root, path), 'utf8')) }))
  .filter(({ manifest }) => manifest.private !== true)
  .sort((one, other) => one.manifest.name.localeCompare(other.manifest.name));

function checkUnused() {
  const bin = join(root, 'node_modules/knip/bin/knip.js');
  const flags = ['--no-progress', '--treat-config-hints-as-errors'];
  const run = spawnSync(process.execPath, [bin, ...flags], { cwd: root, encoding: 'utf8' });
  if (run.error) throw run.error;
  return run.status === 0 ? [] : [`knip:\n${run.stdout}${run.stderr}`];
}

async function checkEntries({ folder, manifest }) {
  const { messages } = await publint({ pkgDir: 'package', strict: true, pack: { files: filesOf(folder) } });
  return messages.map((message) => `publint: ${formatMessage(message, manifest, { color: false }) ?? message.code}`);
}

/** What would be packed, as publint wants it. */
function filesOf(folder) {
  return packedFiles(folder).map((name) => {
    const data = readFileSync(join(folder, name));
    return { name: `package/${name}`, data: data.buffer.slice(data.byteOffset, data.byteOffset + data.length) };
  });
}

function checkLicences() {
  const all = licencesOf(packages.map(({ folder }) => folder));
  say(
    `${all.length} packages are installed with ours: ${[...new Set(all.map(({ license }) => license))].sort().join(', ')}`,
  );
  return all.filter((one) => !one.isAllowed).map(({ name, license }) => `the licence of ${name} is \`${license}\``);
}

if (process.argv.includes('--write')) {
  const packed = packages.map(({ folder, manifest }) => [manifest.name, contentsOf(packedFiles(folder))]);
  writeFileSync(list, `${JSON.stringify(Object.fromEntries(packed), undefined, 2)}\n`);
}

const faults = checkUnused();
const expected = readList(list);
for (const one of packages) {
  const name = one.manifest.name;
  const found = [...packedFaults(one.folder, expected[name]), ...(await checkEntries(one))];
  faults.push(...found.map((fault) => `${name}: ${fault}`));
}
const names = packages.map(({ manifest }) => manifest.name);
for (const name of Object.keys(expected))
  if (!names.includes(name)) faults.push(`${name} is listed and does not exist`);
faults.push(...checkLicences());

for (const fault of faults) say(fault);
say(`${packages.length} packages, ${faults.length} faults`);
if (faults.length > 0) process.exitCode = 1;
