import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from './tools/samples.js';
import { essence, independent, verdictOn } from './tools/verifiers.js';

const folder = temporaryFolder();
const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const blockOf = (page: string, language: string) => page.split(`\`\`\`${language}\n`)[1]?.split('```')[0];

it('the usage in the README runs', () => {
  const program = fileURLToPath(new URL('cases/usage.mjs', import.meta.url));
  expect(blockOf(read('../README.md'), 'js')).toBe(readFileSync(program, 'utf8'));
  const said = execFileSync(process.execPath, [program], { cwd: folder, encoding: 'utf8' });
  expect(said).toMatch(/^ok 3 [0-9a-f]{64}\n$/);
});

it('the log on the page of the format is one, for both verifiers', async () => {
  const example = read('cases/example.jsonl');
  expect(blockOf(read('../../../docs/audit-format.md'), 'jsonl')).toBe(example);
  const verdict = await verdictOn(Buffer.from(example));
  expect(verdict).toMatchObject({ status: 'ok', records: 8 });
  expect(essence(await independent.verify([Buffer.from(example)]))).toEqual(essence(verdict));
});

it('the independent verifier stays under 100 lines and imports nothing but Node', () => {
  const source = read('../../../examples/verify-log/verify-log.mjs');
  expect(source.split('\n').length).toBeLessThan(101);
  const imported = [...source.matchAll(/from '([^']+)'/g)].map(([, name]) => name);
  expect(imported.filter((name) => !name?.startsWith('node:'))).toEqual([]);
});
