import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { root } from '../fixtures/gateway.js';
import { blocksIn } from './pages.js';

interface Compiled {
  readonly ok: boolean;
  readonly problems: readonly { readonly message: string }[];
}

const engine = pathToFileURL(join(root, 'packages/core-engine/dist/index.js')).href;
const { compilePolicy } = (await import(engine)) as {
  compilePolicy(input: { name: string; text: string }): Promise<Compiled>;
};

describe('YAML that begins with a version is a policy without a mistake', () => {
  const policies = blocksIn('yaml').filter(([, block]) => block.text.startsWith('version:'));

  test('the README has one of 15 lines', () => {
    const [, block] = policies.find(([name]) => name.startsWith('README.md')) ?? [];
    expect(block?.text.trimEnd().split('\n')).toHaveLength(15);
  });

  test.each(policies)('%s', async (_, block) => {
    const compiled = await compilePolicy({ name: 'snippet', text: block.text });
    expect(compiled).toMatchObject({ ok: true, problems: [] });
  });
});

describe('JSON parses', () => {
  test.each(blocksIn('json'))('%s', (_, block) => {
    expect(JSON.parse(block.text)).toBeTypeOf('object');
  });
});

/** What a snippet says that it prints. A page whose snippet needs more than to be run has a test in its own package. */
function promisedBy(text: string): (string | undefined)[] {
  return [...text.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map((match) => match[1]);
}

describe('JavaScript runs and prints what its comments say', () => {
  const snippets = blocksIn('js').filter(([, block]) => promisedBy(block.text).length > 0);

  test('of the README and of the engine', () => {
    const pages = snippets.map(([, block]) => block.page);
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'packages/core-engine/README.md']));
  });

  test.each(snippets)('%s', (_, block) => {
    // A package resolves itself by its name in its own folder.
    const [, own = 'core-engine'] = /'@ostiary\/([a-z-]+)'/.exec(block.text) ?? [];
    const run = spawnSync(process.execPath, ['--input-type=module', '-'], {
      cwd: join(root, 'packages', own),
      encoding: 'utf8',
      input: block.text,
    });
    expect(run.stderr).toBe('');
    expect(run.stdout.trimEnd().split('\n')).toEqual(promisedBy(block.text));
  });
});
