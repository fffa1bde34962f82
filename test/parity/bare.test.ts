import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fixture, gateway, type Program } from '../fixtures/gateway.js';
import { openWire, type Wire } from '../fixtures/wire.js';

const meta = (version = '2026-07-28') =>
  `"_meta":{"io.modelcontextprotocol/protocolVersion":"${version}","io.modelcontextprotocol/clientInfo":{"name":"bare","version":"1"},` +
  '"io.modelcontextprotocol/clientCapabilities":{"elicitation":{"form":{},"url":{}},"sampling":{},"roots":{}}}';

interface Exchange {
  readonly title: string;
  /** Sent one after the other, each when the one before was answered. `$STATE` is the request state of the last answer. */
  readonly lines: readonly string[];
  /** Lines that come back for all of them, answers and notifications. */
  readonly expected: number;
}

const request = (id: string, method: string, params: string): string =>
  `{"jsonrpc":"2.0","id":${id},"method":"${method}","params":{${params}${params && ','}${meta()}}}`;

const exchanges: readonly Exchange[] = [
  { title: 'server/discover', lines: [request('"d 1"', 'server/discover', '')], expected: 1 },
  {
    title: 'list pages',
    lines: [
      request('1', 'tools/list', ''),
      request('2', 'tools/list', '"cursor":"p\\u00e2ge/2/=="'),
      request('3', 'tools/list', '"cursor":"pâge/4/=="'),
      request('4', 'resources/list', ''),
      request('5', 'prompts/list', '"cursor":"pâge/2/=="'),
      request('6', 'resources/templates/list', ' "cursor" : "pâge/2/==" '),
    ],
    expected: 6,
  },
  ...['confirm', 'visit', 'sample', 'roots'].map((name) => ({
    title: `input_required of ${name}, then the retry`,
    lines: [
      request('7', 'tools/call', `"name":"${name}","arguments":{"a":1}`),
      request(
        '8',
        'tools/call',
        `"requestState":$STATE,"inputResponses":{"first":{"action":"accept","content":{"yes":true},"roots":[],"role":"assistant","model":"m"}},"name":"${name}","arguments":{"a":1}`,
      ),
    ],
    expected: 2,
  })),
  {
    title: 'subscriptions/listen, changes, and its end',
    lines: [
      request(
        '"l"',
        'subscriptions/listen',
        '"notifications":{"toolsListChanged":true,"resourceSubscriptions":["note://a"]}',
      ),
      request('9', 'tools/call', '"name":"grow"'),
      `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"l"}}\n${request('10', 'tools/list', '')}`,
    ],
    expected: 5,
  },
  {
    title: 'a revision that the server does not speak',
    lines: [`{"jsonrpc":"2.0","id":10,"method":"tools/list","params":{${meta('2999-01-01')}}}`],
    expected: 1,
  },
  ...['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'].map((version) => ({
    title: `initialize at ${version}`,
    lines: [
      `{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"${version}","capabilities":{},"clientInfo":{"name":"bare","version":"1"}}}`,
      '{"jsonrpc":"2.0","id":1,"method":"ping"}',
      '{"jsonrpc":"2.0","id":2,"method":"tools/list","params":{}}',
    ],
    expected: 3,
  })),
];

/** The lines that came back, as text, sorted. */
async function run(wire: Wire, { lines, expected }: Exchange): Promise<string[]> {
  const came: string[] = [];
  let state = '""';
  const next = async () => {
    const { line, message } = await wire.take(() => true);
    came.push(line.toString('utf8'));
    if (message.result?.requestState !== undefined) state = JSON.stringify(message.result.requestState);
  };
  for (const line of lines) {
    wire.send(line.replace('$STATE', state));
    await next();
  }
  while (came.length < expected) await next();
  const { code } = await wire.close();
  expect({ code, noise: wire.noise, untaken: wire.untaken }).toEqual({ code: 0, noise: [], untaken: [] });
  return came.sort();
}

describe('bare lines get the same bytes back', () => {
  const server = fixture('eras.mjs');
  test.concurrent.for(exchanges)('$title', async (exchange, { onTestFinished }) => {
    const open = (program: Program): Wire => {
      const wire = openWire(program);
      onTestFinished(() => void wire.child.kill('SIGKILL'));
      return wire;
    };
    const folder = mkdtempSync(join(tmpdir(), 'ostiary-bare-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const policy = join(folder, 'allow-all.yaml');
    writeFileSync(policy, 'version: 1\nname: allow-all\ndefault: allow\n');

    const direct = await run(open(server), exchange);
    if (!exchange.title.startsWith('a revision')) expect(direct.join('')).not.toContain('"error"');
    const through = await run(open(gateway(server, { policy, audit: join(folder, 'audit.jsonl') })), exchange);
    expect(through).toEqual(direct);
  });
});
