import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isThere, readText } from '../architecture/workspace.js';
import { ostiary } from '../fixtures/gateway.js';
import { blocksIn, commandsOf } from './pages.js';

const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };
const written = commandsOf(blocksIn('sh').map(([, block]) => block));
const commands = [...new Set(written.map((command) => command.text))];

/** `node apps/ostiary/dist/main.js …` is what `ostiary …` stands for until it is installed. */
const own = commands
  .map((command) => command.replace(/^node apps\/ostiary\/dist\/main\.js /, 'ostiary '))
  .filter((command) => command.startsWith('ostiary '));

function helpOf(words: readonly string[]): string {
  const { command, args } = ostiary(...words, '--help');
  const run = spawnSync(command, [...args], { encoding: 'utf8' });
  expect(run.status).toBe(0);
  return run.stdout;
}

describe('commands of the pages exist', () => {
  test.each(own)('%s', (command) => {
    const words = (command.split(' -- ')[0] as string).split(' ').slice(1);
    const help = helpOf(words[0] === 'audit' ? words.slice(0, 2) : words.slice(0, 1));
    for (const flag of words.filter((word) => word.startsWith('--'))) expect(help).toContain(flag);
  });

  test.each(commands.filter((command) => /^npm (test|run )|pnpm\.mjs run /.test(command)))('%s', (command) => {
    const [, script] = /(?:run )(\S+)/.exec(command) ?? [undefined, 'test'];
    expect(Object.keys(scripts)).toContain(script);
  });

  // Pages of the workspace are read at its root, those of an example in its folder.
  test.each(written.filter(({ text }) => /^(node |\.)/.test(text)))(
    '$page: the file of $text is there',
    ({ page, text }) => {
      const file = text.replace(/^node /, '').split(' ')[0] as string;
      expect([file, join(dirname(page), file)].some(isThere)).toBe(true);
    },
  );

  test('the README tells the two commands and every command of ours', () => {
    expect(commands).toEqual(expect.arrayContaining(['npm run demo', 'npm test']));
    for (const name of ['run', 'check', 'rules', 'explain', 'test', 'audit verify'])
      expect(own.some((command) => command.startsWith(`ostiary ${name}`))).toBe(true);
  });
});
