// Peer: what one writes with the MCP SDK in an afternoon, a server in front and a client behind. Decides and records nothing.
import { argv, execPath, stdin } from 'node:process';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import {
  CallToolRequestSchema,
  CallToolResultSchema,
  ListToolsRequestSchema,
  ListToolsResultSchema,
} from '@modelcontextprotocol/sdk/types.js';

const about = { name: 'sdk-proxy', version: '1.0.0' };
const client = new Client(about);
await client.connect(new StdioClientTransport({ command: execPath, args: argv.slice(2) }));

const server = new Server(about, { capabilities: client.getServerCapabilities() });
server.setRequestHandler(ListToolsRequestSchema, (request) => client.request(request, ListToolsResultSchema));
server.setRequestHandler(CallToolRequestSchema, (request) => client.request(request, CallToolResultSchema));
stdin.once('end', () => client.close().then(() => process.exit()));
await server.connect(new StdioServerTransport());
