import { expect, it } from 'vitest';
import { nameServer } from '../src/commands/server-name.js';

it.each([
  ['npx -y @modelcontextprotocol/server-filesystem /tmp', 'server-filesystem'],
  ['npx -y @modelcontextprotocol/server-everything@2026.8.31', 'server-everything'],
  ['uvx mcp-server-git --repository .', 'mcp-server-git'],
  ['node /srv/weather/index.js', 'index-js'],
  ['/usr/bin/python3 -m mcp_server_time', 'mcp_server_time'],
  ['uv run server.py', 'server-py'],
  ['docker run -i --rm -e GITHUB_TOKEN=ghp_secret123 ghcr.io/github/github-mcp-server:v1', 'github-mcp-server'],
  ['docker run -i -v /home/ann:/data --name x mcp/git', 'git'],
  ['docker run --env=TOKEN=secret image', 'image'],
  ['node -e require("x").start("secret")', 'node'],
  ['python3 -c import(server)', 'python3'],
  ['npx TOKEN=secret', 'npx'],
  ['npx -p pkg-with-bin the-bin', 'the-bin'],
  ['/opt/bin/my server', 'my'],
  ['node', 'node'],
  ['///', 'server'],
  ['é', 'server'],
])('%s is named %s', (line, name) => {
  const [command = '', ...args] = line.split(' ');
  expect(nameServer(command, args)).toBe(name);
});

it('is cut short, however long a word is', () => {
  expect(nameServer(`/bin/${'x'.repeat(100_000)}@1`, [])).toBe('x'.repeat(64));
  expect(nameServer(`${'@'.repeat(100_000)}\n`, ['--'])).toBe('server');
});
