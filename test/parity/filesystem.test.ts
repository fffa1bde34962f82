import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ListRootsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, expect, vi } from 'vitest';
import { filesystem, type Program } from '../fixtures/gateway.js';
import { record, runTwice } from './suite.js';

/** Both runs use the same folder, one after the other, so that paths in answers are the same. */
const folder = mkdtempSync(join(realpathSync(tmpdir()), 'ostiary-files-'));
const at = (name: string): string => join(folder, name);

function prepare(): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(at('été'), { recursive: true });
  writeFileSync(at('notes.txt'), 'one\ntwo\nthree\n');
  writeFileSync(at('été/plage.txt'), 'Sète 🏖\n');
  writeFileSync(at('dot.png'), Buffer.from('89504e470d0a1a0a', 'hex'));
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function connect({ command, args }: Program, seen: string[]): Promise<Client> {
  const transport = record(new StdioClientTransport({ command, args: [...args], stderr: 'ignore' }), seen);
  const client = new Client({ name: 'parity', version: '1.0.0' }, { capabilities: { roots: { listChanged: true } } });
  const roots = [{ uri: pathToFileURL(folder).href, name: 'files' }];
  let asked = false;
  client.setRequestHandler(ListRootsRequestSchema, () => {
    asked = true;
    return { roots };
  });
  await client.connect(transport);
  await vi.waitUntil(() => asked, { interval: 10, timeout: 10_000 });
  await client.ping(); // the server has read the roots once this came back
  return client;
}

const call = (client: Client, name: string, args: Record<string, unknown>) =>
  client.callTool({ name, arguments: args });

runTwice<Client>({
  title: 'server-filesystem',
  server: filesystem(folder),
  prepare,
  connect,
  scenarios: {
    async 'initialize and the list of tools'(client) {
      expect(client.getServerVersion()).toMatchObject({ name: 'secure-filesystem-server' });
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['read_text_file', 'write_file', 'move_file']),
      );
    },
    async 'reads, with structured content'(client) {
      const read = await call(client, 'read_text_file', { path: at('notes.txt'), head: 2 });
      expect(read.structuredContent).toEqual({ content: 'one\ntwo' });
      await call(client, 'read_media_file', { path: at('dot.png') });
      await call(client, 'read_multiple_files', { paths: [at('notes.txt'), at('été/plage.txt'), at('absent')] });
      await call(client, 'directory_tree', { path: folder });
      await call(client, 'search_files', { path: folder, pattern: '**/*.txt' });
      await call(client, 'list_allowed_directories', {});
    },
    async 'writes: the file holds what was sent'(client) {
      const content = '{"n":9007199254740993}\r\n\u2028 \\u0041 é 🍵\u0000';
      await call(client, 'write_file', { path: at('new.txt'), content });
      expect(readFileSync(at('new.txt'), 'utf8')).toBe(content);
      await call(client, 'edit_file', { path: at('notes.txt'), edits: [{ oldText: 'two', newText: 'deux' }] });
      await call(client, 'create_directory', { path: at('sub') });
      await call(client, 'move_file', { source: at('new.txt'), destination: at('sub/moved.txt') });
      expect(readFileSync(at('notes.txt'), 'utf8')).toBe('one\ndeux\nthree\n');
    },
    async '300 kB with accents there and back'(client) {
      const content = 'É ü 漢字 🍵 '.repeat(17_000);
      await call(client, 'write_file', { path: at('large.txt'), content });
      const read = await call(client, 'read_text_file', { path: at('large.txt') });
      expect(read.structuredContent).toEqual({ content });
    },
    async '20 reads at once'(client) {
      const reads = Array.from({ length: 20 }, () => call(client, 'read_text_file', { path: at('été/plage.txt') }));
      for (const { structuredContent } of await Promise.all(reads))
        expect(structuredContent).toEqual({ content: 'Sète 🏖\n' });
    },
    async 'errors: a path outside, no such file, unknown tool, bad arguments'(client) {
      expect(await call(client, 'read_text_file', { path: '/etc/passwd' })).toMatchObject({ isError: true });
      expect(await call(client, 'read_text_file', { path: at('absent') })).toMatchObject({ isError: true });
      expect(await call(client, 'no_such_tool', {})).toMatchObject({ isError: true });
      expect(await call(client, 'read_text_file', { path: 7 })).toMatchObject({ isError: true });
      await expect(client.listPrompts()).rejects.toMatchObject({ code: -32601 });
    },
  },
});
