import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compilePolicy } from '../../packages/core-engine/src/policy/compile.js';
import { lint } from '../../packages/core-engine/src/policy/lint/lint.js';
import { pack, packNames } from '../src/index.js';

const folder = new URL('../', import.meta.url);

test('every YAML file of the package is a pack, is shipped and has a section in the README', () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  expect(files.map((file) => file.replace('.yaml', ''))).toEqual(packNames);
  const manifest = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as { files: string[] };
  expect(manifest.files).toContain('*.yaml');
  const readme = readFileSync(new URL('README.md', folder), 'utf8');
  for (const name of packNames) expect(readme).toContain(`\n## ${name}\n`);
});

test.each(packNames)('%s is found with its file and its bytes', (name) => {
  const found = pack(name);
  expect(found?.name).toBe(name);
  expect(found?.file).toMatch(new RegExp(`/${name}\\.yaml$`));
  expect(readFileSync(found?.file ?? '')).toEqual(found?.text);
});

test.each([
  '',
  'Baseline',
  'baseline ',
  'baseline.yaml',
  '../policies/baseline',
  './baseline',
  'toString',
  '__proto__',
])('no pack: %j', (name) => expect(pack(name)).toBeUndefined());

test.each(packNames)('check has nothing to say of %s', async (name) => {
  const found = pack(name);
  const compiled = await compilePolicy({ name, text: found?.text ?? '' });
  expect(compiled.problems).toEqual([]);
  expect(compiled.ok && (await lint([compiled.policy]))).toEqual([]);
});
