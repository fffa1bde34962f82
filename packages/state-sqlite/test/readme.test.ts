import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from './tools/stores.js';

test('the usage in the README runs', () => {
  const program = fileURLToPath(new URL('cases/usage.mjs', import.meta.url));
  const page = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(page.split('```js\n')[1]?.split('```')[0]).toBe(readFileSync(program, 'utf8'));
  const said = execFileSync(process.execPath, [program], { cwd: temporaryFolder(), encoding: 'utf8' });
  expect(said).toBe('spent, whatever comes of the call\n');
});
