import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import * as transport from '../src/index.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('README.md', () => {
  it('has an example that works', async () => {
    const [, code = ''] = /```js\n([\s\S]*?)```/.exec(readme) ?? [];
    const body = code.replace(/import (\{.*\}) from '@ostiary\/transport-stdio';/, 'const $1 = transport;');
    expect(body).not.toBe(code);
    const said: unknown[] = [];
    vi.spyOn(console, 'log').mockImplementation((text) => said.push(text));
    vi.spyOn(console, 'error').mockImplementation((text) => said.push(text));
    const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor;
    await new AsyncFunction('transport', body)(transport);
    vi.restoreAllMocks();
    expect(said).toEqual([
      '{"jsonrpc":"2.0","id":1,"method":"ping"}',
      'no more output, 0 bytes of an unfinished line',
      'exit code 0',
    ]);
  });
});
